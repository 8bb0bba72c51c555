<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Of the dossier: totals, payments, entries of the ledger. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">

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

</xsl:stylesheet>
