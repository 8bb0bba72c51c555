<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- What the forms share: names, addresses, authorities, the boxes of the
     applications, decision and documents.  The numbers of the printed items
     stand here and in the stylesheets of the forms, nowhere else. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">

  <!-- ==== values ================================================== -->

  <!-- Family names first, as the forms print them. -->
  <xsl:template name="names">
    <xsl:value-of select="f:FamilyNames"/>
    <xsl:if test="f:GivenNames">
      <xsl:text>, </xsl:text>
      <xsl:value-of select="f:GivenNames"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="item-names">
    <xsl:param name="value"/>
    <dd>
      <xsl:if test="not($value/f:FamilyNames)">
        <xsl:call-template name="none"/>
      </xsl:if>
      <xsl:for-each select="$value">
        <xsl:if test="position() &gt; 1"><br/></xsl:if>
        <xsl:call-template name="names"/>
      </xsl:for-each>
    </dd>
  </xsl:template>

  <!-- Date and place of birth of a person. -->
  <xsl:template name="item-birth">
    <xsl:param name="value"/>
    <dd>
      <xsl:if test="not($value/f:DateOfBirth | $value/f:PlaceOfBirth)">
        <xsl:call-template name="none"/>
      </xsl:if>
      <xsl:for-each select="$value/f:DateOfBirth">
        <xsl:call-template name="date"/>
      </xsl:for-each>
      <xsl:if test="$value/f:DateOfBirth and $value/f:PlaceOfBirth">
        <xsl:text>, </xsl:text>
      </xsl:if>
      <xsl:value-of select="$value/f:PlaceOfBirth"/>
    </dd>
  </xsl:template>

  <xsl:template name="value-amount">
    <xsl:call-template name="amount"/>
  </xsl:template>

  <xsl:template name="form-address">
    <xsl:if test="f:Street or f:Building">
      <xsl:value-of select="f:Street"/>
      <xsl:if test="f:Street and f:Building">
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:value-of select="f:Building"/>
      <br/>
    </xsl:if>
    <xsl:if test="f:Postcode or f:Town">
      <xsl:value-of select="f:Postcode"/>
      <xsl:if test="f:Postcode and f:Town">
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:value-of select="f:Town"/>
      <br/>
    </xsl:if>
    <xsl:for-each select="f:Region | f:Line">
      <xsl:value-of select="."/>
      <br/>
    </xsl:for-each>
    <xsl:if test="f:Country">
      <l:code kind="country" value="f:Country"/>
    </xsl:if>
    <xsl:if test="@other = 'true'">
      <span class="sub"><l:t>another address in place of the personal one
      (Article 57(3))</l:t></span>
    </xsl:if>
  </xsl:template>

  <xsl:template name="value-address">
    <xsl:call-template name="form-address"/>
  </xsl:template>

  <!-- Identity number, and who issued it. -->
  <xsl:template name="value-id">
    <xsl:value-of select="."/>
    <xsl:if test="@issuer | @type">
      <xsl:text> (</xsl:text>
      <xsl:value-of select="@issuer | @type"/>
      <xsl:text>)</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- ==== Hague forms ============================================= -->

  <xsl:template name="hague-notice">
    <div class="notice">
      <p><strong><l:t>Confidentiality and data protection
      notice</l:t></strong></p>
      <p><l:t>Personal data gathered or transmitted under the Convention shall
      be used only for the purposes for which they were gathered or
      transmitted. Any authority processing such data shall ensure their
      confidentiality, in accordance with the law of its
      State.</l:t></p>
      <p><l:t>In accordance with Article 40, an authority shall not disclose or
      confirm information gathered or transmitted in application of this
      Convention if it determines that to do so could jeopardise the health,
      safety or liberty of a person.</l:t></p>
      <ul class="ticks">
        <l:tick test="f:NonDisclosure = 'true'">A determination of
        non-disclosure has been made by a Central Authority in accordance with
        Article 40.</l:tick>
      </ul>
    </div>
  </xsl:template>

  <!-- The boxes of the nine applications of Article 10. -->
  <xsl:template name="article-10">
    <h3><l:t>Creditor</l:t></h3>
    <ul class="ticks">
      <l:tick test="f:ApplicationType = 'C-A'">Article 10(1)(a): recognition,
      or recognition and enforcement, of a decision</l:tick>
      <l:tick test="f:ApplicationType = 'C-B'">Article 10(1)(b): enforcement of
      a decision made or recognised in the requested State</l:tick>
      <l:tick test="f:ApplicationType = 'C-C'">Article 10(1)(c): establishment
      of a decision where there is none, including the establishment of
      parentage where necessary</l:tick>
      <l:tick test="f:ApplicationType = 'C-D'">Article 10(1)(d): establishment
      of a decision where recognition and enforcement is not possible or was
      refused</l:tick>
      <l:tick test="f:ApplicationType = 'C-E'">Article 10(1)(e): modification
      of a decision made in the requested State</l:tick>
      <l:tick test="f:ApplicationType = 'C-F'">Article 10(1)(f): modification
      of a decision made in another State</l:tick>
    </ul>
    <h3><l:t>Debtor</l:t></h3>
    <ul class="ticks">
      <l:tick test="f:ApplicationType = 'D-A'">Article 10(2)(a): recognition of
      a decision, leading to the suspension or limiting the
      enforcement</l:tick>
      <l:tick test="f:ApplicationType = 'D-B'">Article 10(2)(b): modification
      of a decision made in the requested State</l:tick>
      <l:tick test="f:ApplicationType = 'D-C'">Article 10(2)(c): modification
      of a decision made in another State</l:tick>
    </ul>
  </xsl:template>

  <!-- Name, then the items a to d of an authority or a contact person. -->
  <xsl:template name="contact-items">
    <xsl:param name="no"/>
    <l:item as="address" select="concat($no, '.a')" value="f:Address"
        >Address</l:item>
    <l:item select="concat($no, '.b')" value="f:Telephone"
        >Telephone number</l:item>
    <l:item select="concat($no, '.c')" value="f:Fax">Fax number</l:item>
    <l:item select="concat($no, '.d')" value="f:Email">E-mail</l:item>
  </xsl:template>

  <!-- ==== persons in threes ======================================= -->

  <!-- The printed forms have three slots; further persons stand on a
       continuation sheet, which the last line announces. -->
  <xsl:template name="continued">
    <xsl:param name="of"/>
    <xsl:if test="count($of) &gt; 3">
      <p><l:t>Further persons: see the continuation sheet.</l:t></p>
    </xsl:if>
  </xsl:template>

  <!-- ==== decision, arrears, documents ============================ -->

  <xsl:template name="decision-terms">
    <xsl:if test="f:Decision/f:Term">
      <div class="scroll">
      <table>
        <caption><l:t>What the decision orders</l:t></caption>
        <thead>
          <tr>
            <th scope="col"><l:t>Kind</l:t></th>
            <th scope="col" class="sum"><l:t>Amount</l:t></th>
            <th scope="col"><l:t>How often</l:t></th>
            <th scope="col"><l:t>Period</l:t></th>
            <th scope="col"><l:t>Due day</l:t></th>
            <th scope="col"><l:t>Remarks</l:t></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="f:Decision/f:Term">
            <tr>
              <th scope="row"><l:code kind="term" value="f:Kind"/></th>
              <td class="sum"><xsl:for-each select="f:Amount">
                <xsl:call-template name="amount"/>
              </xsl:for-each></td>
              <td><xsl:if test="f:Frequency">
                <l:code kind="frequency" value="f:Frequency"/>
              </xsl:if></td>
              <td>
                <xsl:for-each select="f:From">
                  <xsl:call-template name="date"/>
                </xsl:for-each>
                <xsl:text> &#x2013; </xsl:text>
                <xsl:for-each select="f:Until/f:Date">
                  <xsl:call-template name="date"/>
                </xsl:for-each>
                <xsl:value-of select="f:Until/f:Event"/>
              </td>
              <td><xsl:value-of select="f:DueDay"/></td>
              <td>
                <xsl:if test="f:Text/@xml:lang">
                  <xsl:attribute name="lang">
                    <xsl:value-of select="f:Text/@xml:lang"/>
                  </xsl:attribute>
                </xsl:if>
                <xsl:value-of select="f:Text"/>
              </td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="arrears">
    <xsl:for-each select="f:Arrears">
      <l:item as="amount" value="f:Total">Arrears, total</l:item>
      <l:item as="amount" value="f:Principal">of these: principal</l:item>
      <l:item as="amount" value="f:Interest">of these: interest</l:item>
      <l:item as="amount" value="f:Costs">of these: costs</l:item>
      <l:item as="date" value="f:AsOf">Calculated on</l:item>
    </xsl:for-each>
  </xsl:template>

  <!-- The documents, in the order they are attached. -->
  <xsl:template name="document-list">
    <xsl:param name="of"/>
    <xsl:if test="$of">
      <div class="scroll">
      <table>
        <caption><l:t>Documents, in the order attached</l:t></caption>
        <thead>
          <tr>
            <th scope="col"><l:t>No.</l:t></th>
            <th scope="col"><l:t>Document</l:t></th>
            <th scope="col"><l:t>Title</l:t></th>
            <th scope="col"><l:t>Language</l:t></th>
            <th scope="col"><l:t>File</l:t></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$of">
            <tr>
              <td><xsl:value-of select="position()"/></td>
              <th scope="row">
                <l:code kind="doctype" value="f:Type"/>
                <xsl:if test="f:Translation = 'true'">
                  <span class="sub"><l:t>translation</l:t></span>
                </xsl:if>
              </th>
              <td>
                <xsl:value-of select="f:Title"/>
                <xsl:if test="f:Number">
                  <xsl:text> (</xsl:text>
                  <xsl:value-of select="f:Number"/>
                  <xsl:text>)</xsl:text>
                </xsl:if>
              </td>
              <td><xsl:if test="f:Language">
                <l:code kind="language" value="f:Language"/>
              </xsl:if></td>
              <td><xsl:value-of select="f:File"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Where to send the money: the fields of a payment location. -->
  <xsl:template name="payment-electronic">
    <xsl:param name="no"/>
    <xsl:for-each select="f:Electronic">
      <l:item select="$no" value="f:BankName">Name of the bank</l:item>
      <l:item value="f:BankTown">Town of the bank</l:item>
      <l:item as="code" kind="country" value="f:BankCountry"
          >Country of the bank</l:item>
      <l:item value="f:BIC">BIC</l:item>
      <l:item as="id" value="f:BankCode">Other bank code</l:item>
      <l:item value="f:AccountHolder">Account holder</l:item>
      <l:item as="address" value="f:HolderAddress"
          >Address of the account holder</l:item>
      <l:item value="f:IBAN">IBAN</l:item>
      <l:item value="f:AccountNumber">Account number</l:item>
      <l:item as="id" value="f:TaxId">Tax number</l:item>
      <l:item value="f:Reference">Reference</l:item>
    </xsl:for-each>
    <xsl:for-each select="f:Cheque">
      <l:item value="f:PayableTo">Cheque payable to</l:item>
      <l:item as="address" value="f:SendTo">Send to</l:item>
      <l:item value="f:Reference">Reference</l:item>
    </xsl:for-each>
  </xsl:template>

  <!-- Where a form was completed in another language than the page's. -->
  <xsl:template name="completed-in">
    <p class="lead">
      <l:t>Language in which the form was completed:</l:t>
      <xsl:text> </xsl:text>
      <l:code kind="language" value="@language"/>
    </p>
  </xsl:template>
</xsl:stylesheet>
