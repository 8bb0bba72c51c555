<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Payment notification: what was collected, and what is monitored. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="money.xsl"/>

  <xsl:template match="f:PaymentNotification" mode="title">
    <l:t>Payment notification</l:t>
  </xsl:template>

  <xsl:template match="f:PaymentNotification" mode="kind">
    <xsl:value-of select="concat(f:Sender, ' &#x2192; ', f:Receiver)"/>
  </xsl:template>

  <xsl:template match="f:PaymentNotification" mode="main">
    <dl>
      <xsl:call-template name="money-head"/>
      <l:item value="f:Batch">Batch</l:item>
      <l:item value="f:ReleasedBy">Released by</l:item>
      <l:item as="date" value="f:ReleasedOn">Released on</l:item>
    </dl>
    <section>
      <h2><l:t>Collected</l:t></h2>
      <p class="lead"><l:t>Money that passed through the sending authority. It
      is transferred under the payment that is named.</l:t></p>
      <xsl:call-template name="notice-items">
        <xsl:with-param name="of" select="f:Item[@mode = 'collected']"/>
      </xsl:call-template>
    </section>
    <section>
      <h2><l:t>Monitored</l:t></h2>
      <p class="lead"><l:t>Money of which the sending authority only knows. It
      is not transferred, and not added to what was collected.</l:t></p>
      <xsl:call-template name="notice-items">
        <xsl:with-param name="of" select="f:Item[@mode = 'monitored']"/>
      </xsl:call-template>
    </section>
    <section>
      <h2><l:t>Totals</l:t></h2>
      <table>
        <thead>
          <tr>
            <th scope="col"><l:t>Kind</l:t></th>
            <th scope="col" class="sum"><l:t>Total</l:t></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="f:Total">
            <tr>
              <th scope="row"><l:code kind="mode" value="@mode"/></th>
              <td class="sum"><xsl:call-template name="amount"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </section>
  </xsl:template>

  <xsl:template name="notice-items">
    <xsl:param name="of"/>
    <xsl:if test="not($of)"><p><l:t>No items.</l:t></p></xsl:if>
    <xsl:if test="$of">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Item</l:t></th>
          <th scope="col"><l:t>Date</l:t></th>
          <th scope="col"><l:t>Source</l:t></th>
          <th scope="col"><l:t>Period covered</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
          <th scope="col"><l:t>Payment</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$of">
          <tr>
            <th scope="row">
              <span class="code"><xsl:value-of select="@id"/></span>
              <xsl:for-each select="f:Correction">
                <span class="sub late">
                  <l:t>corrects item</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="@of"/>
                  <xsl:text>: </xsl:text>
                  <l:code kind="reason" value="f:Reason"/>
                  <xsl:text> (</xsl:text>
                  <xsl:value-of select="f:Reason"/>
                  <xsl:text>)</xsl:text>
                </span>
              </xsl:for-each>
            </th>
            <td><xsl:for-each select="f:Date">
              <xsl:call-template name="date"/>
            </xsl:for-each></td>
            <td><xsl:if test="f:Source">
              <l:code kind="source" value="f:Source"/>
            </xsl:if></td>
            <td>
              <xsl:for-each select="f:From">
                <xsl:call-template name="date"/>
              </xsl:for-each>
              <xsl:if test="f:From or f:Until"> &#x2013; </xsl:if>
              <xsl:for-each select="f:Until">
                <xsl:call-template name="date"/>
              </xsl:for-each>
            </td>
            <td class="sum">
              <xsl:for-each select="f:Amount">
                <xsl:call-template name="amount"/>
              </xsl:for-each>
              <xsl:call-template name="notice-details"/>
            </td>
            <td>
              <span class="code"><xsl:value-of select="f:EndToEndId"/></span>
              <xsl:for-each select="f:Transferred">
                <span class="sub"><xsl:call-template name="amount"/></span>
              </xsl:for-each>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
    </xsl:if>
  </xsl:template>

  <!-- What an amount was for, and what it is in the decision's currency. -->
  <xsl:template name="notice-details">
    <xsl:variable name="currency" select="f:Amount/@currency"/>
    <xsl:for-each
        select="f:Allocation/*[translate(., '-0.', '') != '']">
      <span class="sub">
        <l:code kind="allocation" value="local-name()"/>
        <xsl:text>: </xsl:text>
        <xsl:call-template name="amount">
          <xsl:with-param name="currency" select="$currency"/>
        </xsl:call-template>
      </span>
    </xsl:for-each>
    <xsl:for-each select="f:Conversion">
      <span class="sub">
        <xsl:text>= </xsl:text>
        <xsl:for-each select="f:Converted">
          <xsl:call-template name="amount"/>
        </xsl:for-each>
      </span>
      <span class="sub">
        <l:t>rate</l:t>
        <xsl:text> </xsl:text>
        <xsl:value-of select="f:Rate"/>
        <xsl:text>, </xsl:text>
        <xsl:for-each select="f:RateDate">
          <xsl:call-template name="date"/>
        </xsl:for-each>
        <xsl:text>, </xsl:text>
        <xsl:value-of select="f:RateSource"/>
      </span>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
