<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Application for recognition or recognition and enforcement (recommended form), Convention of 2007; what is restricted is left to restricted.xsl. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="forms.xsl"/>

  <xsl:template match="f:H3" mode="title">
    <l:t>Application for recognition or recognition and enforcement</l:t>
  </xsl:template>

  <xsl:template match="f:H3" mode="kind">
    <l:t>Convention of 23 November 2007, Article 10</l:t>
  </xsl:template>

  <!-- Restricted: determined so, or cut off before we saw it. -->
  <xsl:variable name="restricted"
      select="/f:H3/f:NonDisclosure = 'true' or not(/f:H3/f:Restricted)"/>

  <xsl:template match="f:H3" mode="main">
    <p class="lead"><l:t>Convention of 23 November 2007 on the International
    Recovery of Child Support and Other Forms of Family
    Maintenance</l:t></p>
    <xsl:call-template name="completed-in"/>
    <ul class="ticks">
      <l:tick test="f:ApplicationType = 'C-A'">Article 10(1)(a): recognition,
      or recognition and enforcement, of a decision</l:tick>
      <l:tick test="f:ApplicationType = 'D-A'">Article 10(2)(a): recognition of
      a decision, leading to the suspension or limiting the
      enforcement</l:tick>
      <l:tick test="f:Article30 = 'true'">Article 30: recognition and
      enforcement of a maintenance arrangement</l:tick>
    </ul>
    <xsl:call-template name="hague-notice"/>
    <section>
      <h2><span class="no">1</span><l:t>Reference</l:t></h2>
      <dl>
        <l:item no="1" value="f:RequestingCAReference">Reference number of the
        requesting Central Authority</l:item>
      </dl>
    </section>
    <xsl:call-template name="applicant"/>
    <xsl:call-template name="beneficiaries"/>
    <xsl:call-template name="debtor"/>
    <xsl:call-template name="payment"/>
    <section>
      <h2><span class="no">6</span><l:t>Basis for recognition</l:t></h2>
      <dl>
        <l:item no="6" as="code" kind="base" value="f:BasisForRecognition"
            >Basis for recognition and enforcement under Article 20</l:item>
      </dl>
      <xsl:call-template name="decision"/>
    </section>
    <section>
      <h2><span class="no">7</span><l:t>Appearance of the
      respondent</l:t></h2>
      <ul class="ticks">
        <l:tick no="7" test="f:RespondentAppearance =
            'appeared-or-represented'">The respondent appeared or was
        represented in the proceedings in the State of origin.</l:tick>
        <l:tick test="f:RespondentAppearance = 'did-not'">The respondent did
        not appear and was not represented in the proceedings in the State of
        origin.</l:tick>
      </ul>
    </section>
    <section>
      <h2><span class="no">8</span><l:t>Documents</l:t></h2>
      <ul class="ticks">
        <l:tick no="8" test="f:FinancialFormAttached = 'true'">The Financial
        Circumstances Form is attached.</l:tick>
      </ul>
      <xsl:call-template name="document-list">
        <xsl:with-param name="of" select="f:Documents/f:Document"/>
      </xsl:call-template>
    </section>
    <section>
      <h2><span class="no">9</span><l:t>Other information</l:t></h2>
      <dl>
        <l:item no="9" as="lines" value="f:OtherInformation"
            >Information</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">10</span><l:t>Attestation</l:t></h2>
      <ul class="ticks">
        <l:tick no="10" test="f:Attestation/f:CompliesWithConvention = 'true'"
            >This application complies with the requirements of the Convention
        (Article 12(2)).</l:tick>
        <l:tick test="f:Attestation/f:SentWithConsent = 'true'">The information
        contained in this application corresponds to what the applicant
        provided. The application is forwarded by the Central Authority on
        behalf of and with the consent of the applicant.</l:tick>
      </ul>
      <dl>
        <l:item as="date" value="f:Consent/f:Date"
            >Date of the consent</l:item>
        <l:item value="f:Attestation/f:Name">Name of the authorised
        representative of the Central Authority, in block letters</l:item>
        <l:item as="date" value="f:Attestation/f:Date">Date</l:item>
      </dl>
    </section>
    <xsl:if test="count(f:Beneficiaries/f:Child) &gt; 3">
      <section class="page-break">
        <h2><l:t>Continuation sheet</l:t></h2>
        <xsl:for-each select="f:Beneficiaries/f:Child[position() &gt; 3]">
          <xsl:call-template name="person">
            <xsl:with-param name="no">3.b</xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="applicant">
    <section>
      <h2><span class="no">2</span><l:t>Particulars of the
      applicant</l:t></h2>
      <xsl:variable name="capacity" select="f:Applicant/f:Capacity"/>
      <ul class="ticks">
        <l:tick test="$capacity = 'person-for-whom-maintenance-sought'">The
        applicant is the person for whom maintenance is sought or
        payable.</l:tick>
        <l:tick test="$capacity = 'representative-of-that-person'">The
        applicant is the representative of the person for whom maintenance is
        sought or payable.</l:tick>
        <l:tick test="$capacity = 'debtor'">The applicant is the
        debtor.</l:tick>
        <l:tick test="$capacity = 'representative-of-debtor'">The applicant is
        the representative of the debtor.</l:tick>
        <l:tick test="$capacity = 'public-body' or
            f:Applicant/f:PublicBodyName">The applicant is a public
        body.</l:tick>
      </ul>
      <dl>
        <xsl:for-each select="f:Applicant">
          <xsl:choose>
            <xsl:when test="f:PublicBodyName">
              <l:item no="2.a" value="f:PublicBodyName">Name of the public
              body</l:item>
              <l:item no="2.b" value="f:ContactPerson/f:FamilyNames">Contact
              person: family names</l:item>
              <l:item no="2.c" value="f:ContactPerson/f:GivenNames">Contact
              person: given names</l:item>
            </xsl:when>
            <xsl:otherwise>
              <l:item no="2.a" value="f:FamilyNames">Family names</l:item>
              <l:item no="2.b" value="f:GivenNames">Given names</l:item>
              <l:item no="2.c" as="date" value="f:DateOfBirth"
                  >Date of birth</l:item>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <xsl:choose>
          <xsl:when test="$restricted">
            <l:item no="2.d" as="restricted">Address</l:item>
            <l:item no="2.e" as="restricted">Telephone numbers</l:item>
            <l:item no="2.f" as="restricted">Fax number</l:item>
            <l:item no="2.g" as="restricted">E-mail</l:item>
          </xsl:when>
          <xsl:otherwise>
            <xsl:for-each select="f:Restricted">
              <l:item no="2.d" as="address" value="f:Applicant/f:Address"
                  >Address</l:item>
              <l:item no="2.e" value="f:Applicant/f:Telephone"
                  >Telephone numbers</l:item>
              <l:item no="2.f" value="f:Applicant/f:Fax"
                  >Fax number</l:item>
              <l:item no="2.g" value="f:Applicant/f:Email">E-mail</l:item>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="person">
    <xsl:param name="no"/>
    <dl>
      <l:item select="$no" value="f:FamilyNames">Family names</l:item>
      <l:item value="f:GivenNames">Given names</l:item>
      <l:item as="date" value="f:DateOfBirth">Date of birth</l:item>
      <l:item as="code" kind="basis" value="f:MaintenanceBasis">Maintenance is
      based on</l:item>
      <xsl:if test="f:MaintenanceBasisText">
        <l:item value="f:MaintenanceBasisText">Specify</l:item>
      </xsl:if>
    </dl>
  </xsl:template>

  <xsl:template name="beneficiaries">
    <section>
      <h2><span class="no">3</span><l:t>Particulars of the persons for whom
      maintenance is sought or payable</l:t></h2>
      <ul class="ticks">
        <l:tick no="3.a" test="f:Beneficiaries/f:Applicant">Maintenance is
        sought or payable for the applicant.</l:tick>
      </ul>
      <xsl:for-each select="f:Beneficiaries/f:Applicant">
        <dl>
          <l:item as="code" kind="basis" value="f:MaintenanceBasis"
              >Maintenance is based on</l:item>
        </dl>
      </xsl:for-each>
      <ul class="ticks">
        <l:tick no="3.b" test="f:Beneficiaries/f:Child">Maintenance is sought
        or payable for the following children:</l:tick>
      </ul>
      <xsl:for-each select="f:Beneficiaries/f:Child[position() &lt; 4]">
        <xsl:call-template name="person">
          <xsl:with-param name="no">3.b</xsl:with-param>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:call-template name="continued">
        <xsl:with-param name="of" select="f:Beneficiaries/f:Child"/>
      </xsl:call-template>
      <ul class="ticks">
        <l:tick no="3.c" test="f:Beneficiaries/f:OtherPerson">Maintenance is
        sought or payable for the following other persons:</l:tick>
      </ul>
      <xsl:for-each select="f:Beneficiaries/f:OtherPerson">
        <xsl:call-template name="person">
          <xsl:with-param name="no">3.c</xsl:with-param>
        </xsl:call-template>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template name="debtor">
    <section>
      <h2><span class="no">4</span><l:t>Particulars of the debtor</l:t></h2>
      <ul class="ticks">
        <l:tick no="4.a" test="f:Debtor/f:SameAsApplicant = 'true'">The debtor
        is the applicant.</l:tick>
      </ul>
      <dl>
        <l:item no="4.b" value="f:Debtor/f:FamilyNames"
            >Family names</l:item>
        <l:item no="4.c" value="f:Debtor/f:GivenNames">Given names</l:item>
        <l:item no="4.d" as="date" value="f:Debtor/f:DateOfBirth"
            >Date of birth</l:item>
        <l:item no="4.e" as="id" value="f:Debtor/f:PersonalIdNumber">Personal
        identification number, and who issued it</l:item>
        <l:item no="4.f" as="address" value="f:Debtor/f:Address"
            >Address</l:item>
        <xsl:if test="f:Debtor/f:Telephone | f:Debtor/f:Email">
          <l:item value="f:Debtor/f:Telephone | f:Debtor/f:Email"
              >Telephone and e-mail</l:item>
        </xsl:if>
        <l:item no="4.g" as="lines" value="f:Debtor/f:LocationInfo">Other
        information that may help to locate the debtor</l:item>
      </dl>
      <xsl:for-each select="f:Respondent">
        <h3><l:t>Respondent, where it is not the debtor</l:t></h3>
        <dl>
          <l:item value="f:FamilyNames">Family names</l:item>
          <l:item value="f:GivenNames">Given names</l:item>
          <l:item as="date" value="f:DateOfBirth">Date of birth</l:item>
          <l:item as="address" value="f:Address">Address</l:item>
        </dl>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template name="payment">
    <section>
      <h2><span class="no">5</span><l:t>Where the payment is to be sent, if the
      application is made by the creditor</l:t></h2>
      <dl>
        <xsl:choose>
          <xsl:when test="$restricted">
            <l:item no="5" as="restricted">Account of the creditor</l:item>
          </xsl:when>
          <xsl:otherwise>
            <xsl:for-each select="f:Restricted/f:PaymentLocation">
              <xsl:call-template name="payment-electronic">
                <xsl:with-param name="no">5</xsl:with-param>
              </xsl:call-template>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="decision">
    <xsl:if test="f:Decision | f:Arrears">
      <dl>
        <l:item as="date" value="f:Decision/f:Date"
            >Date of the decision</l:item>
        <l:item value="f:Decision/f:Reference"
            >Reference of the decision</l:item>
        <l:item value="f:Decision/f:CourtOfOrigin"
            >Court or authority of origin</l:item>
        <l:item as="code" kind="country" value="f:Decision/f:StateOfOrigin"
            >State of origin</l:item>
        <l:item as="code" kind="decision" value="f:Decision/f:Kind"
            >Kind of decision</l:item>
        <l:item as="date" value="f:Decision/f:EnforceableFrom"
            >Enforceable from</l:item>
        <xsl:call-template name="arrears"/>
      </dl>
      <xsl:call-template name="decision-terms"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
