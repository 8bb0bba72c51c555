<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Acknowledgement form: Annex 2 of the Convention of 2007. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="forms.xsl"/>

  <xsl:template match="f:H2" mode="title">
    <l:t>Acknowledgement form under Article 12(3)</l:t>
  </xsl:template>

  <xsl:template match="f:H2" mode="kind">
    <l:t>Convention of 23 November 2007, Annex 2</l:t>
  </xsl:template>

  <xsl:template match="f:H2" mode="main">
    <p class="lead"><l:t>Convention of 23 November 2007 on the International
    Recovery of Child Support and Other Forms of Family
    Maintenance</l:t></p>
    <xsl:call-template name="completed-in"/>
    <xsl:call-template name="hague-notice"/>
    <section>
      <h2><span class="no">1</span><l:t>Requested Central
      Authority</l:t></h2>
      <dl>
        <xsl:for-each select="f:RequestedCA">
          <l:item no="1" value="f:Name">Name</l:item>
          <xsl:call-template name="contact-items">
            <xsl:with-param name="no">1</xsl:with-param>
          </xsl:call-template>
          <l:item no="1.e" value="f:Reference">Reference number</l:item>
        </xsl:for-each>
      </dl>
    </section>
    <section>
      <h2><span class="no">2</span><l:t>Contact person in the requested
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
      <h2><span class="no">3</span><l:t>Requesting Central
      Authority</l:t></h2>
      <dl>
        <l:item no="3" value="f:RequestingCA/f:Name">Name</l:item>
        <l:item value="f:RequestingContactPerson/f:Name"
            >Contact person</l:item>
        <l:item as="address" value="f:RequestingCA/f:Address"
            >Address</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">4</span><l:t>The requested Central Authority
      acknowledges receipt</l:t></h2>
      <dl>
        <l:item no="4" as="date" value="f:ReceivedOn">Transmittal form received
        on</l:item>
        <l:item value="f:Transmittal/f:Reference">Reference number of the
        requesting Central Authority</l:item>
        <l:item as="date" value="f:Transmittal/f:Date">Date of the transmittal
        form</l:item>
      </dl>
      <p><l:t>concerning the following application under:</l:t></p>
      <xsl:call-template name="article-10"/>
      <dl>
        <l:item value="f:Applicant/f:FamilyNames">Family names of the
        applicant</l:item>
        <l:item value="f:Beneficiaries/f:FamilyNames">Family names of the
        persons for whom maintenance is sought or payable</l:item>
        <l:item value="f:Debtor/f:FamilyNames">Family names of the
        debtor</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">5</span><l:t>Initial steps taken by the requested
      Central Authority</l:t></h2>
      <xsl:for-each select="f:InitialSteps">
        <ul class="ticks">
          <l:tick test="f:FileComplete">The file is complete and is under
          consideration.</l:tick>
          <li>
            <ul>
              <l:tick test="f:FileComplete/f:StatusReportAttached = 'true'">See
              attached status of application report.</l:tick>
              <l:tick test="f:FileComplete/f:StatusReportFollows = 'true'"
                  >A status of application report will follow.</l:tick>
            </ul>
          </li>
          <l:tick test="f:FurtherInformationRequested">Please provide the
          following additional information or documentation:</l:tick>
          <xsl:if test="f:FurtherInformationRequested">
            <li>
              <div>
                <dl>
                  <l:item as="lines" value="f:FurtherInformationRequested"
                      >Information or documents requested</l:item>
                </dl>
              </div>
            </li>
          </xsl:if>
          <l:tick test="f:RefusesToProcess">The requested Central Authority
          refuses to process this application, as it is manifest that the
          requirements of the Convention are not fulfilled (Article
          12(8)).</l:tick>
          <li>
            <ul>
              <l:tick test="f:RefusesToProcess/f:ReasonsAttached = 'true'">The
              reasons are set out in an attached document.</l:tick>
              <l:tick test="f:RefusesToProcess/f:ReasonsFollow = 'true'">The
              reasons will be set out in a document to follow.</l:tick>
            </ul>
          </li>
        </ul>
        <xsl:if test="f:Steps">
          <dl>
            <l:item as="lines" value="f:Steps">Initial steps taken or to be
            taken</l:item>
          </dl>
        </xsl:if>
      </xsl:for-each>
    </section>
    <p class="notice"><l:t>The requested Central Authority requests that the
    requesting Central Authority inform it of any change in the status of the
    application.</l:t></p>
    <dl>
      <l:item value="f:Authorised/f:Name">Name of the authorised representative
      of the Central Authority, in block letters</l:item>
      <l:item as="date" value="f:Authorised/f:Date">Date</l:item>
    </dl>
  </xsl:template>
</xsl:stylesheet>
