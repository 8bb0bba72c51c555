<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Transmittal form: Annex 1 of the Convention of 2007. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="forms.xsl"/>

  <xsl:template match="f:H1" mode="title">
    <l:t>Transmittal form under Article 12(2)</l:t>
  </xsl:template>

  <xsl:template match="f:H1" mode="kind">
    <l:t>Convention of 23 November 2007, Annex 1</l:t>
  </xsl:template>

  <xsl:template match="f:H1" mode="main">
    <p class="lead"><l:t>Convention of 23 November 2007 on the International
    Recovery of Child Support and Other Forms of Family
    Maintenance</l:t></p>
    <xsl:call-template name="completed-in"/>
    <xsl:call-template name="hague-notice"/>
    <section>
      <h2><span class="no">1</span><l:t>Requesting Central
      Authority</l:t></h2>
      <dl>
        <xsl:for-each select="f:RequestingCA">
          <l:item no="1" value="f:Name">Name</l:item>
          <xsl:call-template name="contact-items">
            <xsl:with-param name="no">1</xsl:with-param>
          </xsl:call-template>
          <l:item no="1.e" value="f:Reference">Reference number</l:item>
        </xsl:for-each>
      </dl>
    </section>
    <section>
      <h2><span class="no">2</span><l:t>Contact person in the requesting
      State</l:t></h2>
      <dl>
        <l:item no="2" value="f:ContactPerson/f:Name">Name</l:item>
        <xsl:for-each select="f:ContactPerson">
          <xsl:call-template name="contact-items">
            <xsl:with-param name="no">2</xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
        <l:item no="2.e" as="code" kind="language"
            value="f:ContactPerson/f:Language">Languages</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">3</span><l:t>Requested Central
      Authority</l:t></h2>
      <dl>
        <l:item no="3" value="f:RequestedCA/f:Name">Name</l:item>
        <l:item as="address" value="f:RequestedCA/f:Address"
            >Address</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">4</span><l:t>Particulars of the
      applicant</l:t></h2>
      <dl>
        <xsl:choose>
          <xsl:when test="f:Applicant/f:PublicBodyName">
            <l:item no="4.a" value="f:Applicant/f:PublicBodyName">Name of the
            public body</l:item>
          </xsl:when>
          <xsl:otherwise>
            <l:item no="4.a" value="f:Applicant/f:FamilyNames"
                >Family names</l:item>
            <l:item no="4.b" value="f:Applicant/f:GivenNames"
                >Given names</l:item>
            <l:item no="4.c" as="date" value="f:Applicant/f:DateOfBirth"
                >Date of birth</l:item>
          </xsl:otherwise>
        </xsl:choose>
      </dl>
    </section>
    <section>
      <h2><span class="no">5</span><l:t>Particulars of the persons for whom
      maintenance is sought or payable</l:t></h2>
      <ul class="ticks">
        <l:tick no="5.a" test="f:Beneficiaries/f:SameAsApplicant = 'true'">the
        person is the same as the applicant named in point 4</l:tick>
        <l:tick no="5.b" test="f:Beneficiaries/f:Person">the persons
        are:</l:tick>
      </ul>
      <xsl:for-each select="f:Beneficiaries/f:Person[position() &lt; 4]">
        <xsl:call-template name="beneficiary"/>
      </xsl:for-each>
      <xsl:call-template name="continued">
        <xsl:with-param name="of" select="f:Beneficiaries/f:Person"/>
      </xsl:call-template>
    </section>
    <section>
      <h2><span class="no">6</span><l:t>Particulars of the debtor</l:t></h2>
      <ul class="ticks">
        <l:tick no="6.a" test="f:Debtor/f:SameAsApplicant = 'true'">the person
        is the same as the applicant named in point 4</l:tick>
      </ul>
      <dl>
        <l:item no="6.b" value="f:Debtor/f:FamilyNames"
            >Family names</l:item>
        <l:item no="6.c" value="f:Debtor/f:GivenNames">Given names</l:item>
        <l:item no="6.d" as="date" value="f:Debtor/f:DateOfBirth"
            >Date of birth</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">7</span><l:t>This transmittal form concerns and is
      accompanied by an application under:</l:t></h2>
      <xsl:call-template name="article-10"/>
    </section>
    <section>
      <h2><span class="no">8</span><l:t>The following documents are appended to
      the application:</l:t></h2>
      <xsl:call-template name="appended"/>
    </section>
    <dl>
      <l:item value="f:Authorised/f:Name">Name of the authorised representative
      of the Central Authority, in block letters</l:item>
      <l:item as="date" value="f:Authorised/f:Date">Date</l:item>
    </dl>
    <xsl:if test="count(f:Beneficiaries/f:Person) &gt; 3">
      <section class="page-break">
        <h2><l:t>Continuation sheet</l:t></h2>
        <xsl:for-each select="f:Beneficiaries/f:Person[position() &gt; 3]">
          <xsl:call-template name="beneficiary">
            <xsl:with-param name="n" select="position() + 3"/>
          </xsl:call-template>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="beneficiary">
    <xsl:param name="n" select="position()"/>
    <xsl:variable name="no">
      <xsl:text>5.b.</xsl:text>
      <xsl:number value="$n" format="i"/>
    </xsl:variable>
    <dl>
      <l:item select="string($no)" value="f:FamilyNames"
          >Family names</l:item>
      <l:item value="f:GivenNames">Given names</l:item>
      <l:item as="date" value="f:DateOfBirth">Date of birth</l:item>
    </dl>
  </xsl:template>

  <xsl:template name="appended">
    <h3><span class="no">8.a</span><l:t>For an application under Article
    10(1)(a), in accordance with Article 25:</l:t></h3>
    <xsl:variable name="on" select="f:Documents25/f:Ticked"/>
    <ul class="ticks">
      <l:tick test="$on = 'DECISION'">complete text of the decision (Article
      25(1)(a))</l:tick>
      <l:tick test="$on = 'ABSTRACT'">abstract or extract of the decision drawn
      up by the competent authority of the State of origin (Article 25(3)(b)),
      if applicable</l:tick>
      <l:tick test="$on = 'ENFORCEABILITY'">document stating that the decision
      is enforceable in the State of origin and, in the case of a decision by
      an administrative authority, document stating that the requirements of
      Article 19(3) are met, unless that State has specified otherwise (Article
      25(1)(b)), or if Article 25(3)(c) is applicable</l:tick>
      <l:tick test="$on = 'PROPER_NOTICE'">if the respondent did not appear and
      was not represented in the proceedings in the State of origin, document
      attesting proper notice of the proceedings and an opportunity to be
      heard, or proper notice of the decision and the opportunity to challenge
      or appeal it (Article 25(1)(c))</l:tick>
      <l:tick test="$on = 'ARREARS'">where necessary, document showing the
      amount of any arrears and the date such amount was calculated (Article
      25(1)(d))</l:tick>
      <l:tick test="$on = 'INDEXATION'">where necessary, document providing the
      information for automatic adjustment by indexation (Article
      25(1)(e))</l:tick>
      <l:tick test="$on = 'LEGAL_ASSISTANCE'">where necessary, documentation
      showing the extent to which the applicant received free legal assistance
      in the State of origin (Article 25(1)(f))</l:tick>
    </ul>
    <p><l:t>In accordance with Article 30(3), if recognition of a maintenance
    arrangement is sought:</l:t></p>
    <ul class="ticks">
      <l:tick test="$on = 'ARRANGEMENT'">complete text of the maintenance
      arrangement (Article 30(3)(a))</l:tick>
      <l:tick test="$on = 'ARRANGEMENT_ENFORCEABILITY'">document stating that
      the arrangement is enforceable as a decision in the State of origin
      (Article 30(3)(b))</l:tick>
      <l:tick test="$on = 'OTHER'">any other documents accompanying the
      application (for example a document under Article 36(4))</l:tick>
    </ul>
    <dl>
      <l:item as="lines" value="f:Documents25/f:OtherDocuments"
          >Other documents</l:item>
    </dl>
    <h3><span class="no">8.b</span><l:t>For another application: number of
    supporting documents, not counting the transmittal form and the
    application</l:t></h3>
    <dl>
      <xsl:if test="not(f:DocumentCount)">
        <l:item value="f:DocumentCount">Number of documents</l:item>
      </xsl:if>
      <xsl:for-each select="f:DocumentCount">
        <div>
          <dt><l:code kind="type" value="@type"/></dt>
          <dd><xsl:value-of select="."/></dd>
        </div>
      </xsl:for-each>
    </dl>
  </xsl:template>
</xsl:stylesheet>
