<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Items that wait for a caseworker's decision; from a Review. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:include href="common.xsl"/>
  <xsl:include href="records.xsl"/>

  <xsl:template match="Review[kind = 'accept']" mode="title">
    <l:t>Announced payments to be accepted</l:t>
  </xsl:template>
  <xsl:template match="Review" mode="title" priority="-1">
    <l:t>Money to be released</l:t>
  </xsl:template>

  <xsl:template match="Review" mode="kind">
    <l:t>Review</l:t>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:value-of select="unit"/>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:call-template name="date">
      <xsl:with-param name="of" select="string(today)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="Review" mode="main">
    <xsl:choose>
      <xsl:when test="kind = 'accept'">
        <p><l:t>The other authority announces these amounts. Those you accept
        reduce the debt of the case by the amount collected; they count as
        received only when your own bank shows them.</l:t></p>
      </xsl:when>
      <xsl:otherwise>
        <p><l:t>These amounts were recorded. Those you release are announced to
        the other authority; what was collected is also paid
        out.</l:t></p>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="not(items) and not(payments)">
      <p><l:t>Nothing waits for a decision.</l:t></p>
    </xsl:if>
    <xsl:if test="items">
      <section>
        <h2><l:t>Items</l:t></h2>
        <xsl:call-template name="items">
          <xsl:with-param name="of" select="items"/>
          <xsl:with-param name="with-case" select="true()"/>
        </xsl:call-template>
        <xsl:call-template name="more"/>
        <xsl:call-template name="sums"/>
      </section>
    </xsl:if>
    <xsl:if test="payments">
      <section>
        <h2><l:t>Payments that are held</l:t></h2>
        <xsl:call-template name="held-payments"/>
      </section>
    </xsl:if>
    <xsl:if test="items or payments">
      <section>
        <h2><l:t>How to answer</l:t></h2>
        <ol>
          <li><l:t>Open the review sheet (CSV) that lies beside this
          page.</l:t></li>
          <li>
            <l:t>Write one of these words into the column “decision” of each
            row you decide:</l:t>
            <xsl:text> </xsl:text>
            <xsl:choose>
              <xsl:when test="kind = 'accept'">
                <code>accept</code>, <code>hold</code>, <code>reject</code>
              </xsl:when>
              <xsl:otherwise>
                <code>release</code>, <code>hold</code>, <code>reject</code>
              </xsl:otherwise>
            </xsl:choose>
            <xsl:text>. </xsl:text>
            <l:t>For hold and reject give the reason in the column
            “reason”.</l:t>
          </li>
          <li><l:t>Rows left blank stay as they are, and are asked
          again.</l:t></li>
          <li><l:t>Drop the sheet into the folder “drop”. Whoever recorded an
          item may not release it alone where two people are
          required.</l:t></li>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- One sum for each kind and currency: they are never added up. -->
  <xsl:template name="sums">
    <table>
      <caption><l:t>Sums</l:t></caption>
      <thead>
        <tr>
          <th scope="col"><l:t>Kind</l:t></th>
          <th scope="col" class="sum"><l:t>Number</l:t></th>
          <th scope="col" class="sum"><l:t>Sum</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="sums">
          <xsl:sort select="mode"/>
          <tr>
            <th scope="row"><l:code kind="mode" value="mode"/></th>
            <td class="sum"><xsl:value-of select="count"/></td>
            <td class="sum">
              <xsl:call-template name="money">
                <xsl:with-param name="of" select="money"/>
              </xsl:call-template>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <!-- The next attempt after a rejection, or one that broke a rule. -->
  <xsl:template name="held-payments">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Payment</l:t></th>
          <th scope="col"><l:t>Payee</l:t></th>
          <th scope="col"><l:t>Period covered</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
          <th scope="col"><l:t>Why it is held, and what to do</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="payments">
          <xsl:sort select="id"/>
          <tr>
            <th scope="row">
              <span class="code"><xsl:value-of select="id"/></span>
              <xsl:if test="previous">
                <span class="sub">
                  <l:t>after</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="previous"/>
                </span>
              </xsl:if>
            </th>
            <td>
              <l:code kind="payee" value="payee"/>
              <xsl:text> </xsl:text>
              <xsl:value-of select="other"/>
            </td>
            <td><xsl:for-each select="period">
              <xsl:call-template name="days"/>
            </xsl:for-each></td>
            <td class="sum"><xsl:for-each select="amount">
              <xsl:call-template name="money"/>
            </xsl:for-each></td>
            <td>
              <xsl:choose>
                <xsl:when test="reason">
                  <l:code kind="rule" value="reason"/>
                  <span class="sub">
                    <l:code kind="next" value="reason"/>
                  </span>
                </xsl:when>
                <xsl:otherwise>
                  <l:t>The attempt before it failed: the case says why.</l:t>
                </xsl:otherwise>
              </xsl:choose>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
