<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- The page Restricted Information on the Applicant: from the form that holds it, or from a Dossier to which it was added. It goes to no court and no party. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="records.xsl"/>
  <xsl:include href="forms.xsl"/>

  <xsl:template match="*" mode="title">
    <l:t>Restricted Information on the Applicant</l:t>
  </xsl:template>

  <xsl:template match="f:*" mode="kind">
    <l:t>Restricted</l:t>
  </xsl:template>

  <xsl:template match="Dossier" mode="kind">
    <l:t>Restricted</l:t>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:value-of select="case/id"/>
  </xsl:template>

  <xsl:template name="warning">
    <div class="banner" role="note">
      <p><strong><l:t>Only for the Central Authorities, and for those who pay.
      This page goes neither to the respondent nor into the bundle of a
      court.</l:t></strong></p>
    </div>
  </xsl:template>

  <xsl:template match="f:H3" mode="main">
    <xsl:call-template name="warning"/>
    <dl>
      <l:item value="(f:Restricted/f:RequestingCAReference |
          f:RequestingCAReference)[last()]">Reference number of the requesting
      Central Authority</l:item>
      <l:item value="f:Applicant/f:FamilyNames |
          f:Applicant/f:PublicBodyName">Family names</l:item>
      <l:item value="f:Applicant/f:GivenNames">Given names</l:item>
      <l:item as="date" value="f:Applicant/f:DateOfBirth"
          >Date of birth</l:item>
    </dl>
    <xsl:for-each select="f:Restricted">
      <xsl:call-template name="form-restricted">
        <xsl:with-param name="contact" select="f:Applicant"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:E6" mode="main">
    <xsl:call-template name="warning"/>
    <dl>
      <l:item value="f:RequestingCA/f:Reference">Reference number of the
      requesting Central Authority</l:item>
      <l:item value="f:Applicant/*/f:FamilyNames | f:Applicant/*/f:Name"
          >Family names</l:item>
      <l:item value="f:Applicant/*/f:GivenNames">Given names</l:item>
      <l:item as="date" value="f:Applicant/*/f:DateOfBirth"
          >Date of birth</l:item>
    </dl>
    <xsl:call-template name="form-restricted">
      <xsl:with-param name="contact" select="f:Applicant/*"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The context node holds the payment location. -->
  <xsl:template name="form-restricted">
    <xsl:param name="contact"/>
    <section>
      <h2><l:t>Address and contact</l:t></h2>
      <dl>
        <l:item as="address" value="$contact/f:Address">Address</l:item>
        <l:item value="$contact/f:Telephone">Telephone numbers</l:item>
        <l:item value="$contact/f:Fax">Fax number</l:item>
        <l:item value="$contact/f:Email">E-mail</l:item>
      </dl>
    </section>
    <section>
      <h2><l:t>Where the payment is to be sent</l:t></h2>
      <dl>
        <xsl:if test="not(f:PaymentLocation)">
          <l:item value="f:PaymentLocation">Account of the creditor</l:item>
        </xsl:if>
        <xsl:for-each select="f:PaymentLocation">
          <xsl:call-template name="payment-electronic"/>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

  <xsl:template match="Dossier" mode="main">
    <xsl:call-template name="warning"/>
    <xsl:for-each select="case">
      <dl>
        <l:item value="reference">Our reference</l:item>
        <l:item value="other_reference">Their reference</l:item>
        <l:item value="application/applicant/family |
            application/public_body">Family names</l:item>
        <l:item value="application/applicant/given">Given names</l:item>
        <l:item as="date" value="application/applicant/born"
            >Date of birth</l:item>
      </dl>
    </xsl:for-each>
    <section>
      <h2><l:t>Address and contact</l:t></h2>
      <dl>
        <xsl:for-each select="restricted/applicant_contact">
          <div>
            <dt><l:t>Address</l:t></dt>
            <dd>
              <xsl:for-each select="address">
                <xsl:call-template name="address"/>
              </xsl:for-each>
            </dd>
          </div>
          <l:item value="telephones">Telephone numbers</l:item>
          <l:item value="fax">Fax number</l:item>
          <l:item value="email">E-mail</l:item>
        </xsl:for-each>
      </dl>
    </section>
    <section>
      <h2><l:t>Where the payment is to be sent</l:t></h2>
      <dl>
        <xsl:for-each select="restricted/payment_location">
          <l:item value="holder">Account holder</l:item>
          <xsl:for-each select="address">
            <div>
              <dt><l:t>Address of the account holder</l:t></dt>
              <dd><xsl:call-template name="address"/></dd>
            </div>
          </xsl:for-each>
          <l:item value="iban">IBAN</l:item>
          <l:item value="bic">BIC</l:item>
          <l:item value="number">Account number</l:item>
          <l:item value="bank_name">Name of the bank</l:item>
          <l:item value="bank_town">Town of the bank</l:item>
          <l:item as="code" kind="country" value="bank_country">Country of the
          bank</l:item>
          <l:item value="bank_code">Other bank code</l:item>
          <l:item value="tax_id">Tax number</l:item>
          <l:item value="reference">Reference</l:item>
          <xsl:if test="cheque_to">
            <l:item value="cheque_to">Cheque payable to</l:item>
          </xsl:if>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>
</xsl:stylesheet>
