<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Annex VI of Regulation (EC) No 4/2009. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="forms.xsl"/>

  <xsl:template match="f:E6" mode="title">
    <l:t>Application with a view to the recognition, declaration of
    enforceability or enforcement of a decision in matters relating to
    maintenance obligations</l:t>
  </xsl:template>

  <xsl:template match="f:E6" mode="kind">
    <l:t>Regulation (EC) No 4/2009, Annex VI</l:t>
  </xsl:template>

  <xsl:template match="f:E6" mode="main">
    <p class="lead"><l:t>Articles 56 and 57 of Council Regulation (EC) No
    4/2009 of 18 December 2008 on jurisdiction, applicable law, recognition and
    enforcement of decisions and cooperation in matters relating to maintenance
    obligations</l:t></p>
    <xsl:call-template name="completed-in"/>
    <xsl:call-template name="part-a"/>
    <xsl:call-template name="part-b"/>
    <xsl:if test="count(f:Beneficiaries/f:Represented/f:Person) &gt; 3">
      <section class="page-break">
        <h2><l:t>Continuation sheet</l:t></h2>
        <xsl:for-each
            select="f:Beneficiaries/f:Represented/f:Person[position() &gt; 3]">
          <xsl:call-template name="represented">
            <xsl:with-param name="n" select="position() + 3"/>
          </xsl:call-template>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- ==== Part A ================================================== -->

  <xsl:template name="part-a">
    <h2><l:t>PART A: to be filled in by the requesting Central
    Authority</l:t></h2>
    <section>
      <h2><span class="no">1</span><l:t>Application</l:t></h2>
      <ul class="ticks">
        <l:tick test="f:ApplicationType = 'C-A'">application for recognition or
        recognition and declaration of enforceability of a decision (Article
        56(1)(a))</l:tick>
        <l:tick test="f:ApplicationType = 'D-A'">application for recognition of
        a decision (Article 56(2)(a))</l:tick>
        <l:tick test="f:ApplicationType = 'C-B'">application for enforcement of
        a decision given or recognised in the requested Member State (Article
        56(1)(b))</l:tick>
      </ul>
    </section>
    <section>
      <h2><span class="no">2</span><l:t>Requesting Central
      Authority</l:t></h2>
      <dl>
        <l:item no="2.1" value="f:RequestingCA/f:Name">Name</l:item>
        <l:item no="2.2" as="address"
            value="f:RequestingCA/f:Address">Address</l:item>
        <l:item no="2.3" value="f:RequestingCA/f:Telephone"
            >Telephone number</l:item>
        <l:item no="2.4" value="f:RequestingCA/f:Fax">Fax number</l:item>
        <l:item no="2.5" value="f:RequestingCA/f:Email">E-mail</l:item>
        <l:item no="2.6" value="f:RequestingCA/f:Reference"
            >Reference number of the application</l:item>
        <l:item value="f:HandleTogetherWith">To be handled together with the
        applications with these reference numbers</l:item>
        <l:item no="2.7.1" value="f:Responsible/f:Name">Person responsible for
        the follow-up of the application: surname and given names</l:item>
        <l:item no="2.7.2" value="f:Responsible/f:Telephone"
            >Telephone number</l:item>
        <l:item no="2.7.3" value="f:Responsible/f:Email">E-mail</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">3</span><l:t>Requested Central
      Authority</l:t></h2>
      <dl>
        <l:item no="3.1" value="f:RequestedCA/f:Name">Name</l:item>
        <l:item no="3.2" as="address"
            value="f:RequestedCA/f:Address">Address</l:item>
      </dl>
    </section>
    <section>
      <h2><span class="no">4</span><l:t>Documents attached in the case of a
      decision given in a Member State</l:t></h2>
      <xsl:for-each select="f:MemberStateDocuments">
        <xsl:call-template name="member-state-ticks"/>
      </xsl:for-each>
      <xsl:if test="not(f:MemberStateDocuments)">
        <xsl:call-template name="member-state-ticks"/>
      </xsl:if>
    </section>
    <section>
      <h2><span class="no">5</span><l:t>Documents attached in the case of a
      decision given in a third State</l:t></h2>
      <xsl:for-each select="f:ThirdStateDocuments">
        <xsl:call-template name="third-state-ticks"/>
      </xsl:for-each>
      <xsl:if test="not(f:ThirdStateDocuments)">
        <xsl:call-template name="third-state-ticks"/>
      </xsl:if>
    </section>
    <dl>
      <l:item value="f:TotalDocuments">Total number of documents attached to
      the application form</l:item>
      <l:item value="f:Official/f:Place">Done at</l:item>
      <l:item as="date" value="f:Official/f:Date">Date</l:item>
      <l:item value="f:Official/f:Name">Name and signature of the authorised
      official of the requesting Central Authority</l:item>
    </dl>
  </xsl:template>

  <!-- The context node is the list of documents, or the form without. -->
  <xsl:template name="member-state-ticks">
    <ul class="ticks">
      <l:tick value="f:Document[f:Type = 'DECISION']">a copy of the decision,
      court settlement or authentic instrument</l:tick>
      <l:tick value="f:Document[f:Type = 'EXTRACT']">an extract from the
      decision, court settlement or authentic instrument issued using the form
      in Annex I, Annex II, Annex III or Annex IV</l:tick>
      <l:tick value="f:Document[f:Type = 'EXTRACT_TRANSLATION']">a
      transliteration or translation of the content of that form</l:tick>
      <l:tick value="f:Document[f:Type = 'EXEQUATUR']">where appropriate, a
      copy of the decision on the application for a declaration of
      enforceability</l:tick>
      <l:tick value="f:Document[f:Type = 'ARREARS']">where appropriate, a
      document showing the amount of any arrears and the date on which it was
      calculated</l:tick>
      <l:tick value="f:Document[f:Type = 'LEGAL_ASSISTANCE']">where
      appropriate, a document showing that the applicant benefited from legal
      aid or exemption from costs</l:tick>
      <l:tick value="f:Document[f:Type = 'FREE_ADMIN']">where appropriate, a
      document showing that the applicant benefited from free proceedings
      before an administrative authority and fulfils the financial
      requirements</l:tick>
      <l:tick value="f:Document[f:Type = 'PUBLIC_BODY']">where appropriate, a
      document establishing the right of the public body to ask for
      reimbursement and the provision of benefits</l:tick>
      <l:tick value="f:Document[f:Type = 'OTHER' or f:Type = 'TRANSLATION' or
          f:Type = 'SIGNATURE']">other</l:tick>
    </ul>
    <xsl:call-template name="document-list">
      <xsl:with-param name="of" select="f:Document"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="third-state-ticks">
    <ul class="ticks">
      <l:tick value="f:Document[f:Type = 'DECISION']">the complete text of the
      decision</l:tick>
      <l:tick value="f:Document[f:Type = 'ABSTRACT' or f:Type = 'EXTRACT']">a
      summary or extract of the decision drawn up by the competent authority of
      the State of origin</l:tick>
      <l:tick value="f:Document[f:Type = 'ENFORCEABILITY' or
          f:Type = 'ART19_3']">a document stating that the decision is
      enforceable in the State of origin and, in the case of a decision by an
      administrative authority, that the requirements of Article 19(3) are
      met</l:tick>
      <l:tick value="f:Document[f:Type = 'PROPER_NOTICE']">if the defendant
      neither appeared nor was represented, a document showing proper notice
      and the opportunity to be heard</l:tick>
      <l:tick value="f:Document[f:Type = 'ARREARS']">where appropriate, a
      document showing the amount of any arrears and the date on which it was
      calculated</l:tick>
      <l:tick value="f:Document[f:Type = 'INDEXATION']">where appropriate, a
      document with the information needed for indexation</l:tick>
      <l:tick value="f:Document[f:Type = 'LEGAL_ASSISTANCE']">where
      appropriate, a document showing to what extent the applicant received
      free legal assistance in the State of origin</l:tick>
      <l:tick value="f:Document[f:Type = 'OTHER' or f:Type = 'TRANSLATION' or
          f:Type = 'SIGNATURE']">other</l:tick>
    </ul>
    <xsl:call-template name="document-list">
      <xsl:with-param name="of" select="f:Document"/>
    </xsl:call-template>
  </xsl:template>

  <!-- ==== Part B ================================================== -->

  <xsl:template name="part-b">
    <h2 class="page-break"><l:t>PART B: to be filled in by the applicant or, where
    appropriate, by the person or authority authorised to fill in the form on
    the applicant’s behalf</l:t></h2>
    <section>
      <h2><span class="no">6</span><l:t>Application</l:t></h2>
      <ul class="ticks">
        <l:tick no="6.1" test="f:Recognition">application for recognition, or
        recognition and declaration of enforceability, of a decision; it is
        based on:</l:tick>
        <li>
          <ul>
            <xsl:for-each select="self::*[not(f:Recognition)] |
                f:Recognition">
              <l:tick no="6.1.1" test="f:Basis = 'regulation'">Chapter IV,
              Section 2, of Regulation (EC) No 4/2009</l:tick>
              <l:tick no="6.1.2" test="f:Basis = 'convention-2007'">the Hague
              Convention of 23 November 2007 on the International Recovery of
              Child Support and Other Forms of Family Maintenance</l:tick>
              <l:tick no="6.1.3" test="f:Basis = 'national-law'">the national
              law of the requested Member State</l:tick>
              <l:tick no="6.1.4" test="f:Basis = 'other'">other</l:tick>
            </xsl:for-each>
          </ul>
        </li>
        <l:tick no="6.2" test="f:Enforcement = 'true'">application for
        enforcement of a decision given or recognised in the requested Member
        State</l:tick>
      </ul>
      <dl>
        <xsl:if test="f:Recognition/f:Basis = 'convention-2007'">
          <l:item no="6.1.2.1" as="code" kind="base"
              value="f:Recognition/f:Article20Basis">Basis for recognition and
          enforcement under Article 20</l:item>
          <l:item no="6.1.2.2" as="yesno"
              value="f:Recognition/f:DefendantAppeared">The defendant appeared
          or was represented in the proceedings in the State of
          origin</l:item>
        </xsl:if>
        <xsl:if test="f:Recognition/f:OtherBasis">
          <l:item no="6.1.4" as="lines" value="f:Recognition/f:OtherBasis"
              >Other basis</l:item>
        </xsl:if>
      </dl>
    </section>
    <section>
      <h2><span class="no">7</span><l:t>Decision</l:t></h2>
      <dl>
        <l:item no="7.1" as="date" value="f:Decision/f:Date"
            >Date of the decision</l:item>
        <l:item value="f:Decision/f:Reference"
            >Reference of the decision</l:item>
        <l:item no="7.2" value="f:Decision/f:CourtOfOrigin"
            >Name of the court of origin</l:item>
        <l:item as="code" kind="country" value="f:Decision/f:StateOfOrigin"
            >State of origin</l:item>
        <xsl:call-template name="arrears"/>
      </dl>
      <xsl:call-template name="decision-terms"/>
    </section>
    <section>
      <h2><span class="no">8</span><l:t>Applicant</l:t></h2>
      <xsl:apply-templates select="f:Applicant/*"/>
    </section>
    <xsl:call-template name="defendant"/>
    <section>
      <h2><span class="no">10</span><l:t>Any other information that may help to
      locate the defendant</l:t></h2>
      <dl>
        <l:item no="10" as="lines" value="f:LocationInfo"
            >Information</l:item>
      </dl>
    </section>
    <xsl:call-template name="beneficiaries"/>
    <xsl:call-template name="debtor"/>
    <xsl:call-template name="payment"/>
    <section>
      <h2><span class="no">14</span><l:t>Additional information</l:t></h2>
      <dl>
        <l:item no="14" as="lines" value="f:Additional"
            >Information</l:item>
        <xsl:if test="f:Consent">
          <l:item as="yesno" value="f:Consent/f:Given">The applicant consents
          to the application</l:item>
          <l:item as="date" value="f:Consent/f:Date"
              >Date of the consent</l:item>
        </xsl:if>
      </dl>
    </section>
    <dl>
      <l:item value="(f:ApplicantSignature | f:AuthorisedSignature)/f:Place"
          >Done at</l:item>
      <l:item as="date"
          value="(f:ApplicantSignature | f:AuthorisedSignature)/f:Date"
          >Date</l:item>
      <l:item value="f:ApplicantSignature/f:Name"
          >Applicant’s signature</l:item>
      <l:item value="f:AuthorisedSignature/f:Name">Name and signature of the
      person or authority authorised to fill in the form</l:item>
    </dl>
  </xsl:template>

  <!-- Contact that was cut off stands on the page of its own. -->
  <xsl:template match="f:NaturalPerson">
    <h3><span class="no">8.1</span><l:t>Natural person</l:t></h3>
    <dl>
      <l:item no="8.1.1" as="names" value=".">Surname and given names</l:item>
      <l:item no="8.1.2" as="birth" value="."
          >Date and place of birth</l:item>
      <l:item no="8.1.3" as="id" value="f:PersonalIdNumber"
          >Identity number or social security number</l:item>
      <l:item no="8.1.4" value="f:Nationality">Nationality</l:item>
      <l:item no="8.1.5" value="f:Occupation">Occupation</l:item>
      <l:item no="8.1.6" value="f:CivilStatus">Civil status</l:item>
      <xsl:choose>
        <xsl:when test="f:Address | f:Telephone | f:Email">
          <l:item no="8.1.7" as="address" value="f:Address">Address</l:item>
          <l:item no="8.1.8" value="f:Telephone | f:Email"
              >Telephone and e-mail</l:item>
        </xsl:when>
        <xsl:otherwise>
          <l:item no="8.1.7" as="restricted">Address</l:item>
          <l:item no="8.1.8" as="restricted">Telephone and e-mail</l:item>
        </xsl:otherwise>
      </xsl:choose>
      <l:item no="8.1.9" as="yesno" value="f:LegalAid">The applicant benefited
      from legal aid</l:item>
      <l:item as="yesno" value="f:ExemptFromCosts">The applicant benefited from
      exemption from costs</l:item>
      <l:item as="yesno" value="f:FreeAdministrativeProceedings">The applicant
      benefited from free proceedings before an administrative
      authority</l:item>
      <l:item no="8.1.10" as="names" value="f:Representative">Name of the
      applicant’s representative</l:item>
      <l:item as="address" value="f:Representative/f:Address"
          >Address</l:item>
      <l:item value="f:Representative/f:Telephone |
          f:Representative/f:Email">Telephone and e-mail</l:item>
    </dl>
  </xsl:template>

  <xsl:template match="f:PublicBody">
    <h3><span class="no">8.2</span><l:t>Public body</l:t></h3>
    <dl>
      <l:item no="8.2.1" value="f:Name">Name</l:item>
      <xsl:choose>
        <xsl:when test="f:Address | f:Telephone | f:Fax | f:Email">
          <l:item no="8.2.2" as="address" value="f:Address">Address</l:item>
          <l:item no="8.2.3" value="f:Telephone | f:Fax | f:Email"
              >Telephone, fax and e-mail</l:item>
        </xsl:when>
        <xsl:otherwise>
          <l:item no="8.2.2" as="restricted">Address</l:item>
          <l:item no="8.2.3" as="restricted"
              >Telephone, fax and e-mail</l:item>
        </xsl:otherwise>
      </xsl:choose>
      <l:item no="8.2.4" as="names" value="f:Representative">Name of the
      person representing the public body in the proceedings</l:item>
      <l:item no="8.2.5" value="f:Responsible/f:Name">Person responsible for
      the follow-up of the application: surname and given names</l:item>
      <l:item value="f:Responsible/f:Telephone | f:Responsible/f:Fax |
          f:Responsible/f:Email">Telephone, fax and e-mail</l:item>
    </dl>
  </xsl:template>

  <xsl:template name="defendant">
    <section>
      <h2><span class="no">9</span><l:t>Defendant</l:t></h2>
      <dl>
        <l:item no="9.1" as="names" value="f:Defendant"
            >Surname and given names</l:item>
        <l:item no="9.2" as="birth" value="f:Defendant"
            >Date and place of birth</l:item>
        <l:item no="9.3" as="id" value="f:Defendant/f:PersonalIdNumber"
            >Identity number or social security number</l:item>
        <l:item no="9.4" value="f:Defendant/f:Nationality"
            >Nationality</l:item>
        <l:item no="9.5" value="f:Defendant/f:Occupation"
            >Occupation</l:item>
        <l:item no="9.6" value="f:Defendant/f:CivilStatus"
            >Civil status</l:item>
        <l:item no="9.7" as="address" value="f:Defendant/f:Address"
            >Address</l:item>
        <xsl:if test="f:Defendant/f:Telephone | f:Defendant/f:Email">
          <l:item value="f:Defendant/f:Telephone | f:Defendant/f:Email"
              >Telephone and e-mail</l:item>
        </xsl:if>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="represented">
    <xsl:param name="n" select="position()"/>
    <h3>
      <l:t>Person</l:t>
      <xsl:text> </xsl:text>
      <xsl:value-of select="$n"/>
    </h3>
    <xsl:variable name="no" select="concat('11.3.', $n)"/>
    <dl>
      <l:item select="concat($no, '.1')" as="names" value="."
          >Surname and given names</l:item>
      <l:item select="concat($no, '.2')" as="birth" value="."
          >Date and place of birth</l:item>
      <l:item select="concat($no, '.3')" as="id" value="f:PersonalIdNumber"
          >Identity number or social security number</l:item>
      <l:item select="concat($no, '.4')" value="f:Nationality"
          >Nationality</l:item>
      <l:item select="concat($no, '.5')" value="f:Occupation"
          >Occupation</l:item>
      <l:item select="concat($no, '.6')" value="f:CivilStatus"
          >Civil status</l:item>
      <xsl:if test="f:MaintenanceBasis">
        <l:item as="code" kind="basis" value="f:MaintenanceBasis"
            >Maintenance is based on</l:item>
      </xsl:if>
    </dl>
  </xsl:template>

  <xsl:template name="beneficiaries">
    <section>
      <h2><span class="no">11</span><l:t>Persons for whom maintenance is sought
      or is payable</l:t></h2>
      <ul class="ticks">
        <l:tick no="11.1" test="f:Beneficiaries/f:SameAsApplicant = 'true'"
            >same person as the applicant</l:tick>
        <l:tick no="11.2" test="f:Beneficiaries/f:SameAsDefendant = 'true'"
            >same person as the defendant</l:tick>
        <l:tick no="11.3" test="f:Beneficiaries/f:Represented[@by =
            'applicant']">the applicant is the representative (holder of
        parental responsibility, guardian of an adult) of the following
        persons</l:tick>
        <l:tick no="11.3" test="f:Beneficiaries/f:Represented[@by =
            'defendant']">the defendant is the representative (holder of
        parental responsibility, guardian of an adult) of the following
        persons</l:tick>
      </ul>
      <xsl:for-each
          select="f:Beneficiaries/f:Represented/f:Person[position() &lt; 4]">
        <xsl:call-template name="represented"/>
      </xsl:for-each>
      <xsl:call-template name="continued">
        <xsl:with-param name="of"
            select="f:Beneficiaries/f:Represented/f:Person"/>
      </xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template name="debtor">
    <section>
      <h2><span class="no">12</span><l:t>Debtor</l:t></h2>
      <ul class="ticks">
        <l:tick no="12.1" test="f:Debtor/f:SameAsApplicant = 'true'">same person
        as the applicant</l:tick>
        <l:tick no="12.2" test="f:Debtor/f:SameAsDefendant = 'true'">same person
        as the defendant</l:tick>
        <l:tick no="12.3" test="f:Debtor/f:Represented">a person whom the
        applicant or the defendant represents</l:tick>
      </ul>
      <xsl:for-each select="f:Debtor/f:Represented">
        <dl>
          <l:item no="12.3.1" as="names" value="."
              >Surname and given names</l:item>
          <l:item no="12.3.2" as="birth" value="."
              >Date and place of birth</l:item>
          <l:item no="12.3.3" as="id" value="f:PersonalIdNumber"
              >Identity number or social security number</l:item>
          <l:item no="12.3.4" value="f:Nationality">Nationality</l:item>
          <l:item no="12.3.5" value="f:Occupation">Occupation</l:item>
          <l:item no="12.3.6" value="f:CivilStatus">Civil status</l:item>
        </dl>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template name="payment">
    <section>
      <h2><span class="no">13</span><l:t>Payment information, if the
      application is made by the creditor</l:t></h2>
      <dl>
        <xsl:for-each select="f:PaymentLocation/f:Electronic">
          <l:item no="13.1.1" value="f:BankName">Name of the bank</l:item>
          <l:item no="13.1.2" value="f:BIC | f:BankCode"
              >BIC or other relevant bank code</l:item>
          <l:item no="13.1.3" value="f:AccountHolder">Account holder</l:item>
          <l:item no="13.1.4" value="f:IBAN | f:AccountNumber"
              >International bank account number (IBAN)</l:item>
          <xsl:if test="f:Reference">
            <l:item value="f:Reference">Reference</l:item>
          </xsl:if>
        </xsl:for-each>
        <xsl:for-each select="f:PaymentLocation/f:Cheque">
          <l:item no="13.2" value="f:PayableTo">Cheque payable to</l:item>
          <l:item as="address" value="f:SendTo">Send to</l:item>
        </xsl:for-each>
        <xsl:if test="not(f:PaymentLocation)">
          <xsl:choose>
            <xsl:when test="starts-with(f:ApplicationType, 'C')">
              <l:item no="13.1" as="restricted">Account of the
              creditor</l:item>
            </xsl:when>
            <xsl:otherwise>
              <l:item no="13.1" value="f:PaymentLocation">Account of the
              creditor</l:item>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:if>
      </dl>
    </section>
  </xsl:template>
</xsl:stylesheet>
