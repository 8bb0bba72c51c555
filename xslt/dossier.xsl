<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Everything about a case but what is restricted; from a Dossier. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:include href="common.xsl"/>
  <xsl:include href="records.xsl"/>

  <xsl:key name="document" match="documents" use="number"/>

  <xsl:template match="Dossier" mode="title">
    <l:t>Case</l:t>
    <xsl:text> </xsl:text>
    <xsl:value-of select="case/id"/>
  </xsl:template>

  <xsl:template match="Dossier" mode="kind">
    <l:t>Dossier</l:t>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:value-of select="unit"/>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:call-template name="time">
      <xsl:with-param name="of" select="string(printed_at)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="Dossier" mode="main">
    <xsl:if test="case/non_disclosure = 'true'">
      <xsl:call-template name="non-disclosure"/>
    </xsl:if>
    <xsl:if test="case/hold">
      <div class="banner" role="note">
        <p><strong><l:t>This case is on hold.</l:t></strong></p>
        <p><xsl:value-of select="case/hold"/></p>
      </div>
    </xsl:if>
    <xsl:apply-templates select="case" mode="head"/>
    <nav>
      <xsl:attribute name="aria-label"><l:t>On this page</l:t></xsl:attribute>
      <ul>
        <li><a href="#tasks"><l:t>Tasks</l:t></a></li>
        <li><a href="#parties"><l:t>Parties</l:t></a></li>
        <li><a href="#debt"><l:t>Decision and debt</l:t></a></li>
        <li><a href="#money"><l:t>Money</l:t></a></li>
        <li><a href="#messages"><l:t>Messages</l:t></a></li>
        <li><a href="#documents"><l:t>Documents</l:t></a></li>
        <li>
          <a href="worklist.&#xF8F0;self:lang&#xF8F1;.html">
            <l:t>Worklist</l:t>
          </a>
        </li>
      </ul>
    </nav>
    <section id="tasks">
      <h2><l:t>Tasks</l:t></h2>
      <xsl:if test="not(tasks)"><p><l:t>No tasks.</l:t></p></xsl:if>
      <xsl:if test="tasks[not(state = 'done')]">
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="tasks[not(state = 'done')]"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="tasks[state = 'done']">
        <h3><l:t>Done</l:t></h3>
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="tasks[state = 'done']"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="findings">
        <h3><l:t>Findings</l:t></h3>
        <xsl:call-template name="findings">
          <xsl:with-param name="of" select="findings"/>
        </xsl:call-template>
      </xsl:if>
    </section>
    <section id="parties">
      <h2><l:t>Parties</l:t></h2>
      <xsl:apply-templates select="case/application" mode="parties"/>
    </section>
    <section id="debt">
      <h2><l:t>Decision and debt</l:t></h2>
      <xsl:apply-templates select="case/application" mode="decision"/>
    </section>
    <section id="money">
      <h2><l:t>Money</l:t></h2>
      <xsl:call-template name="money-section"/>
    </section>
    <section id="messages">
      <h2><l:t>Messages</l:t></h2>
      <xsl:call-template name="messages"/>
    </section>
    <section id="documents">
      <h2><l:t>Documents</l:t></h2>
      <xsl:call-template name="documents"/>
    </section>
  </xsl:template>

  <!-- R-610: the caseworker must see it first. -->
  <xsl:template name="non-disclosure">
    <div class="banner" role="note">
      <p><strong><l:t>Non-disclosure: a Central Authority has determined that
      disclosure could endanger a person (Convention, Article
      40).</l:t></strong></p>
      <p><l:t>Do not give the applicant’s address, contact details or account
      to the other party, and to a court only where it is necessary. They
      stand on the Restricted Information page alone.</l:t></p>
    </div>
  </xsl:template>

  <!-- ==== the head ================================================ -->

  <xsl:template match="case" mode="head">
    <dl>
      <l:item value="role" as="code" kind="role">Our role</l:item>
      <div>
        <dt><l:t>Other authority</l:t></dt>
        <dd>
          <xsl:value-of select="other"/>
          <xsl:variable name="code" select="other"/>
          <xsl:for-each select="(application/requesting |
              application/requested)[code = $code]/name">
            <xsl:text>, </xsl:text>
            <xsl:value-of select="."/>
          </xsl:for-each>
        </dd>
      </div>
      <l:item value="instrument" as="code" kind="instrument"
          >Instrument</l:item>
      <l:item value="type" as="code" kind="type">Application</l:item>
      <l:item value="status" as="code" kind="status"
          >State of the case</l:item>
      <l:item value="reference" >Our reference</l:item>
      <l:item value="other_reference">Their reference</l:item>
      <l:item value="thread">Thread of messages</l:item>
      <l:item value="opened_on" as="date">Opened</l:item>
      <l:item value="acknowledged_on" as="date">Acknowledged</l:item>
      <xsl:variable name="due">
        <xsl:for-each select="../tasks[not(state = 'done')]/due">
          <xsl:sort/>
          <xsl:if test="position() = 1"><xsl:value-of select="."/></xsl:if>
        </xsl:for-each>
      </xsl:variable>
      <div>
        <dt><l:t>Next deadline</l:t></dt>
        <dd>
          <xsl:if test="$due = ''"><xsl:call-template name="none"/></xsl:if>
          <xsl:call-template name="date">
            <xsl:with-param name="of" select="string($due)"/>
          </xsl:call-template>
          <xsl:if test="../tasks[not(state = 'done')][overdue = 'true']">
            <xsl:text> </xsl:text>
            <span class="mark late"><l:t>overdue</l:t></span>
          </xsl:if>
        </dd>
      </div>
      <div>
        <dt><l:t>Enforceable here</l:t></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="enforceable = 'true'"><l:t>yes</l:t></xsl:when>
            <xsl:otherwise><l:t>not yet</l:t></xsl:otherwise>
          </xsl:choose>
        </dd>
      </div>
    </dl>
  </xsl:template>

  <!-- ==== parties ================================================= -->

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
    <tr>
      <td><xsl:copy-of select="$label"/></td>
      <th scope="row"><xsl:call-template name="person-name"/></th>
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
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="representative[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label">
              <l:t>Representative</l:t>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="beneficiaries/person">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label">
              <l:t>Person for whom maintenance is sought</l:t>
            </xsl:with-param>
            <xsl:with-param name="remark">
              <l:code kind="basis" value="../basis"/>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="debtor[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label"><l:t>Debtor</l:t></xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="defendant[family or given]">
          <xsl:call-template name="person-row">
            <xsl:with-param name="label"><l:t>Defendant</l:t></xsl:with-param>
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

  <!-- ==== money =================================================== -->

  <xsl:template name="total-row">
    <xsl:param name="label"/>
    <xsl:param name="account"/>
    <xsl:param name="remark"/>
    <tr>
      <th scope="row"><xsl:copy-of select="$label"/></th>
      <td class="sum">
        <xsl:for-each select="case">
          <xsl:call-template name="total">
            <xsl:with-param name="account" select="$account"/>
          </xsl:call-template>
          <xsl:if test="not(totals[account = $account])">
            <xsl:call-template name="none"/>
          </xsl:if>
        </xsl:for-each>
      </td>
      <td><xsl:copy-of select="$remark"/></td>
    </tr>
  </xsl:template>

  <xsl:template name="money-section">
    <div class="scroll">
    <table>
      <caption><l:t>Totals</l:t></caption>
      <thead>
        <tr>
          <th scope="col"><l:t>Account</l:t></th>
          <th scope="col" class="sum"><l:t>Total</l:t></th>
          <th scope="col"><l:t>What it says</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:call-template name="total-row">
          <xsl:with-param name="label"><l:t>Debt</l:t></xsl:with-param>
          <xsl:with-param name="account">debt</xsl:with-param>
          <xsl:with-param name="remark"><l:t>still owed, in the currency of
          the decision</l:t></xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="total-row">
          <xsl:with-param name="label"><l:t>Collected</l:t></xsl:with-param>
          <xsl:with-param name="account">collected</xsl:with-param>
          <xsl:with-param name="remark"><l:t>passed through the requested
          authority</l:t></xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="total-row">
          <xsl:with-param name="label"><l:t>Monitored</l:t></xsl:with-param>
          <xsl:with-param name="account">monitored</xsl:with-param>
          <xsl:with-param name="remark"><l:t>paid directly; the authority only
          knows of it. Never added to what was
          collected.</l:t></xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="total-row">
          <xsl:with-param name="label"><l:t>Announced</l:t></xsl:with-param>
          <xsl:with-param name="account">announced</xsl:with-param>
          <xsl:with-param name="remark"><l:t>announced by payment
          notification, not yet shown by the receiving
          bank</l:t></xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="total-row">
          <xsl:with-param name="label"><l:t>Received</l:t></xsl:with-param>
          <xsl:with-param name="account">received</xsl:with-param>
          <xsl:with-param name="remark"><l:t>shown by the receiving
          bank</l:t></xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="total-row">
          <xsl:with-param name="label"><l:t>Transferred</l:t></xsl:with-param>
          <xsl:with-param name="account">transferred</xsl:with-param>
          <xsl:with-param name="remark"><l:t>sent to the payee by our
          bank</l:t></xsl:with-param>
        </xsl:call-template>
      </tbody>
    </table>
    </div>
    <xsl:if test="items">
      <h3><l:t>Money collected, monitored and announced</l:t></h3>
      <xsl:call-template name="items">
        <xsl:with-param name="of" select="items"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="payments">
      <h3><l:t>Payments</l:t></h3>
      <xsl:call-template name="payments"/>
    </xsl:if>
    <xsl:if test="entries">
      <h3><l:t>Ledger</l:t></h3>
      <xsl:call-template name="entries"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="payments">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Payment</l:t></th>
          <th scope="col"><l:t>Payee</l:t></th>
          <th scope="col"><l:t>Due</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
          <th scope="col"><l:t>State</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="payments">
          <xsl:sort select="stem"/>
          <xsl:sort select="attempt" data-type="number"/>
          <tr>
            <th scope="row">
              <span class="code"><xsl:value-of select="id"/></span>
              <xsl:if test="batch">
                <span class="sub">
                  <l:t>Batch</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="batch"/>
                </span>
              </xsl:if>
              <xsl:if test="previous">
                <span class="sub">
                  <l:t>replaces</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="previous"/>
                </span>
              </xsl:if>
            </th>
            <td><l:code kind="payee" value="payee"/></td>
            <td><xsl:for-each select="due_on">
              <xsl:call-template name="date"/>
            </xsl:for-each></td>
            <td class="sum"><xsl:for-each select="amount">
              <xsl:call-template name="money"/>
            </xsl:for-each></td>
            <td>
              <l:code kind="payment" value="state"/>
              <xsl:if test="reason">
                <span class="sub late">
                  <l:code kind="reason" value="reason"/>
                  <xsl:text> (</xsl:text>
                  <xsl:value-of select="reason"/>
                  <xsl:text>)</xsl:text>
                </span>
              </xsl:if>
              <xsl:if test="info">
                <span class="sub"><xsl:value-of select="info"/></span>
              </xsl:if>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template name="entries">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>No.</l:t></th>
          <th scope="col"><l:t>Date</l:t></th>
          <th scope="col"><l:t>Account</l:t></th>
          <th scope="col"><l:t>Entry</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
          <th scope="col"><l:t>About</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="entries">
          <xsl:sort select="number" data-type="number"/>
          <tr>
            <td><xsl:value-of select="number"/></td>
            <td><xsl:for-each select="date">
              <xsl:call-template name="date"/>
            </xsl:for-each></td>
            <td><l:code kind="account" value="account"/></td>
            <th scope="row"><l:code kind="entry" value="kind"/></th>
            <td class="sum">
              <xsl:call-template name="minor">
                <xsl:with-param name="of" select="concat(minor,
                    substring('0', 1, number(not(minor))))"/>
                <xsl:with-param name="currency" select="currency"/>
              </xsl:call-template>
              <xsl:if test="original">
                <span class="sub"><xsl:for-each select="original">
                  <xsl:call-template name="money"/>
                </xsl:for-each></span>
              </xsl:if>
              <xsl:call-template name="conversion"/>
              <xsl:call-template name="allocation"/>
            </td>
            <td>
              <span class="code"><xsl:value-of select="item"/></span>
              <xsl:if test="payment">
                <span class="sub"><xsl:value-of select="payment"/></span>
              </xsl:if>
              <xsl:if test="correction_of">
                <span class="sub">
                  <l:t>corrects item</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="correction_of"/>
                </span>
              </xsl:if>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <!-- To what an amount was applied. -->
  <xsl:template name="allocation">
    <xsl:variable name="currency"
        select="(original/currency | currency)[1]"/>
    <xsl:for-each select="allocation/*[. != '0']">
      <span class="sub">
        <l:code kind="allocation" value="local-name()"/>
        <xsl:text>: </xsl:text>
        <xsl:call-template name="minor">
          <xsl:with-param name="of" select="string(.)"/>
          <xsl:with-param name="currency" select="$currency"/>
        </xsl:call-template>
      </span>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== messages and documents ================================== -->

  <xsl:template name="messages">
    <xsl:if test="not(messages)"><p><l:t>No messages.</l:t></p></xsl:if>
    <xsl:for-each select="messages">
      <xsl:sort select="at"/>
      <xsl:sort select="number" data-type="number"/>
      <h3>
        <xsl:choose>
          <xsl:when test="outgoing = 'true'"><l:t>To</l:t></xsl:when>
          <xsl:otherwise><l:t>From</l:t></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
        <xsl:value-of select="other"/>
        <xsl:text>: </xsl:text>
        <l:code kind="form" value="form"/>
      </h3>
      <dl>
        <l:item value="msg_id">Message</l:item>
        <div>
          <dt><l:t>Number in the thread</l:t></dt>
          <dd>
            <xsl:value-of select="thread"/>
            <xsl:if test="msg_no">/MSG-<xsl:value-of
                select="format-number(msg_no, '00')"/></xsl:if>
          </dd>
        </div>
        <l:item value="at" as="date">Time</l:item>
        <l:item value="state" as="code" kind="message">State</l:item>
        <xsl:if test="readable">
          <l:item value="readable" as="code" kind="readable"
              >Content</l:item>
        </xsl:if>
        <l:item value="folder">Folder</l:item>
        <xsl:if test="approvals">
          <l:item value="approvals">Approved by</l:item>
        </xsl:if>
        <xsl:if test="sha256">
          <div>
            <dt><l:t>SHA-256 of what was approved</l:t></dt>
            <dd class="hash"><xsl:value-of select="sha256"/></dd>
          </div>
        </xsl:if>
        <div>
          <dt><l:t>Documents</l:t></dt>
          <dd>
            <xsl:if test="not(documents)">
              <xsl:call-template name="none"/>
            </xsl:if>
            <xsl:for-each select="documents">
              <xsl:if test="position() &gt; 1"><br/></xsl:if>
              <xsl:value-of select="key('document', .)/name"/>
            </xsl:for-each>
          </dd>
        </div>
      </dl>
      <xsl:if test="evidences">
        <xsl:call-template name="evidences"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- The proof of sending and receipt. -->
  <xsl:template name="evidences">
    <div class="scroll">
    <table>
      <caption><l:t>Proof of sending and receipt</l:t></caption>
      <thead>
        <tr>
          <th scope="col"><l:t>Evidence</l:t></th>
          <th scope="col"><l:t>Time</l:t></th>
          <th scope="col"><l:t>File and its SHA-256</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="evidences">
          <xsl:sort select="time"/>
          <tr>
            <th scope="row">
              <l:code kind="evidence" value="type"/>
              <xsl:for-each select="reasons">
                <span class="sub"><xsl:value-of select="."/></span>
              </xsl:for-each>
            </th>
            <td><xsl:for-each select="time">
              <xsl:call-template name="time"/>
            </xsl:for-each></td>
            <td>
              <xsl:for-each select="key('document', document)">
                <xsl:value-of select="name"/>
                <span class="sub hash"><xsl:value-of select="sha256"/></span>
              </xsl:for-each>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template name="documents">
    <xsl:if test="not(documents)"><p><l:t>No documents.</l:t></p></xsl:if>
    <xsl:if test="documents">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>No.</l:t></th>
          <th scope="col"><l:t>Document</l:t></th>
          <th scope="col"><l:t>Kind</l:t></th>
          <th scope="col" class="sum"><l:t>Size in bytes</l:t></th>
          <th scope="col"><l:t>SHA-256</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="documents">
          <xsl:sort select="number" data-type="number"/>
          <tr>
            <td><xsl:value-of select="number"/></td>
            <th scope="row">
              <xsl:value-of select="name"/>
              <xsl:if test="title">
                <span class="sub"><xsl:value-of select="title"/></span>
              </xsl:if>
            </th>
            <td>
              <xsl:choose>
                <xsl:when test="type">
                  <l:code kind="doctype" value="type"/>
                </xsl:when>
                <xsl:otherwise>
                  <l:code kind="docrole" value="role"/>
                </xsl:otherwise>
              </xsl:choose>
              <xsl:if test="language">
                <span class="sub">
                  <l:code kind="language" value="language"/>
                </span>
              </xsl:if>
              <xsl:if test="restricted = 'true'">
                <span class="sub late"><l:t>restricted</l:t></span>
              </xsl:if>
            </td>
            <td class="sum"><xsl:call-template name="group">
              <xsl:with-param name="digits" select="string(size)"/>
            </xsl:call-template></td>
            <td class="hash"><xsl:value-of select="sha256"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
