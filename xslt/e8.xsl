<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Acknowledgement of receipt: Annex VIII of Regulation (EC) No 4/2009. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="forms.xsl"/>

  <xsl:template match="f:E8" mode="title">
    <l:t>Acknowledgement of receipt of an application</l:t>
  </xsl:template>

  <xsl:template match="f:E8" mode="kind">
    <l:t>Regulation (EC) No 4/2009, Annex VIII</l:t>
  </xsl:template>

  <xsl:template match="f:E8" mode="main">
    <p class="lead"><l:t>Article 58(3) of Council Regulation (EC) No 4/2009 of
    18 December 2008 on jurisdiction, applicable law, recognition and
    enforcement of decisions and cooperation in matters relating to maintenance
    obligations</l:t></p>
    <xsl:call-template name="completed-in"/>
    <p class="notice"><l:t>This acknowledgement of receipt must be sent within
    thirty days of the date of receipt of the application.</l:t></p>
    <section>
      <h2><span class="no">1</span><l:t>Requesting Central
      Authority</l:t></h2>
      <dl>
        <l:item value="f:RequestingCA/f:Name">Name</l:item>
        <l:item no="1.1" value="f:RequestingCA/f:Reference"
            >Reference number</l:item>
        <l:item no="1.2" value="f:RequestingResponsible/f:Name">Person
        responsible for the follow-up of the application: surname and given
        names</l:item>
        <l:item value="f:RequestingResponsible/f:Telephone |
            f:RequestingResponsible/f:Email">Telephone and e-mail</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">2</span><l:t>Requested Central
      Authority</l:t></h2>
      <dl>
        <l:item value="f:RequestedCA/f:Name">Name</l:item>
        <l:item as="address" value="f:RequestedCA/f:Address"
            >Address</l:item>
        <l:item no="2.1" value="f:RequestedCA/f:Reference"
            >Reference number</l:item>
        <l:item no="2.2" value="f:Responsible/f:Name">Person responsible for
        the follow-up of the application: surname and given names</l:item>
        <l:item value="f:Responsible/f:Telephone | f:Responsible/f:Fax |
            f:Responsible/f:Email">Telephone, fax and e-mail</l:item>
        <xsl:if test="f:Responsible/f:Language">
          <l:item as="code" kind="language" value="f:Responsible/f:Language"
              >Languages</l:item>
        </xsl:if>
      </dl>
    </section>
    <section>
      <h2><span class="no">3</span><l:t>Receipt</l:t></h2>
      <dl>
        <l:item no="3" as="date" value="f:ReceivedOn">Date of receipt of the
        application</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">4</span><l:t>Initial steps</l:t></h2>
      <dl>
        <l:item no="4" as="lines" value="f:InitialSteps">Initial steps taken or
        to be taken</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">5</span><l:t>Further documents or
      information</l:t></h2>
      <ul class="ticks">
        <l:tick test="f:FurtherInformationRequested">Please provide the
        following further necessary documents or information within 90
        days:</l:tick>
      </ul>
      <dl>
        <l:item no="5" as="lines" value="f:FurtherInformationRequested"
            >Information or documents requested</l:item>
      </dl>
    </section>
    <p class="notice"><l:t>The requested Central Authority will inform the
    requesting Central Authority of the status of the application within sixty
    days of the date of this acknowledgement.</l:t></p>
    <dl>
      <l:item value="f:Official/f:Place">Done at</l:item>
      <l:item as="date" value="f:Official/f:Date">Date</l:item>
      <l:item value="f:Official/f:Name">Name and signature of the authorised
      official of the requested Central Authority</l:item>
    </dl>
  </xsl:template>
</xsl:stylesheet>
