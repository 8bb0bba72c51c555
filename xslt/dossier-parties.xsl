<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Of the dossier: who is concerned, and what was decided. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">

  <xsl:template name="person-name">
    <xsl:value-of select="family"/>
    <xsl:if test="given">
      <xsl:text>, </xsl:text>
      <xsl:value-of select="given"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="person-row">
    <xsl:param name="label"/>
    <xsl:param name="remark"/>
    <xsl:param name="corrected" select="/.."/>
    <tr>
      <td><xsl:copy-of select="$label"/></td>
      <th scope="row">
        <xsl:call-template name="person-name"/>
        <xsl:if test="$corrected">
          <span class="sub late"><l:t>corrected, see below</l:t></span>
        </xsl:if>
      </th>
      <td>
        <xsl:for-each select="born">
          <xsl:call-template name="date"/>
        </xsl:for-each>
        <xsl:if test="birth_place">
          <span class="sub"><xsl:value-of select="birth_place"/></span>
        </xsl:if>
      </td>
      <td>
        <xsl:copy-of select="$remark"/>
        <xsl:if test="nationality">
          <span class="sub"><xsl:value-of select="nationality"/></span>
        </xsl:if>
        <xsl:if test="id_number">
          <span class="sub"><xsl:value-of select="id_number"/></span>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>

  <xsl:template match="application" mode="parties">
    <xsl:variable name="k" select="../corrections"/>
    <xsl:variable name="is" select="string(debtor_is)"/>
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Part in the case</l:t></th>
          <th scope="col"><l:t>Name</l:t></th>
          <th scope="col"><l:t>Born</l:t></th>
          <th scope="col"><l:t>Remarks</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:if test="public_body">
          <tr>
            <td><l:t>Public body (applicant)</l:t></td>
            <th scope="row"><xsl:value-of select="public_body"/></th>
            <td/>
            <td><l:code kind="capacity" value="capacity"/></td>
          </tr>
        </xsl:if>
        <xsl:for-each select="applicant[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label"><l:t>Applicant</l:t></xsl:with-param>
            <xsl:with-param name="remark">
              <l:code kind="capacity" value="../capacity"/>
            </xsl:with-param>
            <xsl:with-param name="corrected" select="$k[person = 'applicant' or
                person = 'creditor' or person = 'debtor' and
                $is = 'applicant']"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="representative[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label">
              <l:t>Representative</l:t>
            </xsl:with-param>
            <xsl:with-param name="corrected"
                select="$k[person = 'representative']"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="beneficiaries/person">
          <xsl:variable name="child"
              select="concat('child ', 1 + count(../preceding-sibling::
              beneficiaries))"/>
          <xsl:call-template name="person-row">
            <xsl:with-param name="label">
              <l:t>Person for whom maintenance is sought</l:t>
            </xsl:with-param>
            <xsl:with-param name="remark">
              <l:code kind="basis" value="../basis"/>
            </xsl:with-param>
            <xsl:with-param name="corrected"
                select="$k[translate(person, '-', ' ') = $child]"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="debtor[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label"><l:t>Debtor</l:t></xsl:with-param>
            <xsl:with-param name="corrected" select="$k[person = 'debtor' or
                person = $is]"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="defendant[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label"><l:t>Defendant</l:t></xsl:with-param>
            <xsl:with-param name="corrected" select="$k[person = 'defendant' or
                person = 'debtor' and $is = 'defendant']"/>
          </xsl:call-template>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
    <dl>
      <l:item as="restricted">Applicant’s address, contact and
      account</l:item>
      <xsl:for-each select="debtor_contact">
        <div>
          <dt><l:t>Debtor’s address and contact</l:t></dt>
          <dd><xsl:call-template name="contact"/></dd>
        </div>
      </xsl:for-each>
      <xsl:for-each select="defendant_contact">
        <div>
          <dt><l:t>Defendant’s address and contact</l:t></dt>
          <dd><xsl:call-template name="contact"/></dd>
        </div>
      </xsl:for-each>
      <xsl:if test="location_info">
        <div>
          <dt><l:t>What may help to find the debtor</l:t></dt>
          <dd class="lines">
            <xsl:call-template name="in-form-language"/>
            <xsl:value-of select="location_info"/>
          </dd>
        </div>
      </xsl:if>
    </dl>
    <h3><l:t>Authorities</l:t></h3>
    <dl>
      <xsl:for-each select="requesting">
        <div>
          <dt><l:t>Requesting Central Authority</l:t></dt>
          <dd><xsl:call-template name="authority"/></dd>
        </div>
      </xsl:for-each>
      <xsl:for-each select="requested">
        <div>
          <dt><l:t>Requested Central Authority</l:t></dt>
          <dd><xsl:call-template name="authority"/></dd>
        </div>
      </xsl:for-each>
      <xsl:if test="together_with">
        <l:item value="together_with">To be handled together with</l:item>
      </xsl:if>
    </dl>
  </xsl:template>

  <!-- Free text of the application is in the language it came in. -->
  <xsl:template name="in-form-language">
    <xsl:if test="language">
      <xsl:attribute name="lang">
        <xsl:value-of select="language"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template name="contact">
    <xsl:for-each select="address">
      <xsl:call-template name="address"/>
    </xsl:for-each>
    <xsl:for-each select="telephones | fax | email">
      <br/>
      <xsl:value-of select="."/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="authority">
    <xsl:value-of select="name"/>
    <xsl:for-each select="contact">
      <br/>
      <xsl:call-template name="contact"/>
    </xsl:for-each>
    <xsl:if test="reference">
      <span class="sub">
        <l:t>Reference</l:t>
        <xsl:text>: </xsl:text>
        <xsl:value-of select="reference"/>
      </span>
    </xsl:if>
    <xsl:for-each select="responsible">
      <span class="sub">
        <l:t>Person or unit responsible</l:t>
        <xsl:text>: </xsl:text>
        <xsl:value-of select="name"/>
        <xsl:for-each select="telephone | fax | email">
          <xsl:text>, </xsl:text>
          <xsl:value-of select="."/>
        </xsl:for-each>
        <xsl:for-each select="languages">
          <xsl:text>, </xsl:text>
          <l:code kind="language" value="."/>
        </xsl:for-each>
      </span>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== the decision ============================================ -->

  <xsl:template match="application" mode="decision">
    <xsl:for-each select="decision">
      <dl>
        <l:item value="date" as="date">Date of the decision</l:item>
        <l:item value="reference">Reference of the decision</l:item>
        <l:item value="court">Court or authority of origin</l:item>
        <l:item value="place">Place</l:item>
        <l:item value="state" as="code" kind="country"
            >State of origin</l:item>
        <l:item value="kind" as="code" kind="decision"
            >Kind of decision</l:item>
        <l:item value="enforceable_from" as="date"
            >Enforceable from</l:item>
        <xsl:if test="bases">
          <l:item value="bases" as="code" kind="base"
              >Basis for recognition</l:item>
        </xsl:if>
        <xsl:if test="appearance">
          <l:item value="appearance" as="code" kind="appearance"
              >The respondent</l:item>
        </xsl:if>
      </dl>
      <xsl:if test="terms">
        <xsl:call-template name="terms"/>
      </xsl:if>
    </xsl:for-each>
    <dl>
      <l:item value="../currency" as="code" kind="currency"
          >Currency of the debt</l:item>
      <xsl:for-each select="arrears">
        <l:item value="total" as="money">Arrears, total</l:item>
        <l:item value="principal" as="money">of these: principal</l:item>
        <l:item value="interest" as="money">of these: interest</l:item>
        <l:item value="costs" as="money">of these: costs</l:item>
        <l:item value="as_of" as="date">Calculated on</l:item>
      </xsl:for-each>
    </dl>
  </xsl:template>

  <xsl:template name="terms">
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
        <xsl:for-each select="terms">
          <tr>
            <th scope="row"><l:code kind="term" value="kind"/></th>
            <td class="sum"><xsl:for-each select="amount">
              <xsl:call-template name="money"/>
            </xsl:for-each></td>
            <td><xsl:if test="frequency">
              <l:code kind="frequency" value="frequency"/>
            </xsl:if></td>
            <td><xsl:call-template name="period"/></td>
            <td><xsl:value-of select="due_day"/></td>
            <td><xsl:value-of select="text"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

</xsl:stylesheet>
