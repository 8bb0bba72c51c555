<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Payment confirmation: what arrived, and what is missing. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>
  <xsl:include href="money.xsl"/>

  <xsl:template match="f:PaymentConfirmation" mode="title">
    <l:t>Payment confirmation</l:t>
  </xsl:template>

  <xsl:template match="f:PaymentConfirmation" mode="kind">
    <xsl:value-of select="concat(f:Sender, ' &#x2192; ', f:Receiver)"/>
  </xsl:template>

  <xsl:template match="f:PaymentConfirmation" mode="main">
    <dl>
      <xsl:call-template name="money-head"/>
    </dl>
    <section>
      <h2><l:t>Items</l:t></h2>
      <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col"><l:t>Item</l:t></th>
            <th scope="col"><l:t>Payment</l:t></th>
            <th scope="col"><l:t>Received on</l:t></th>
            <th scope="col" class="sum"><l:t>Amount received</l:t></th>
            <th scope="col" class="sum"><l:t>Difference</l:t></th>
            <th scope="col"><l:t>Reason of the difference</l:t></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="f:Item">
            <tr>
              <th scope="row" class="code"><xsl:value-of select="@id"/></th>
              <td class="code"><xsl:value-of select="f:EndToEndId"/></td>
              <td><xsl:for-each select="f:ReceivedOn">
                <xsl:call-template name="date"/>
              </xsl:for-each></td>
              <td class="sum"><xsl:for-each select="f:Received">
                <xsl:call-template name="amount"/>
              </xsl:for-each></td>
              <td class="sum"><xsl:for-each select="f:Difference">
                <xsl:call-template name="amount"/>
              </xsl:for-each></td>
              <td><xsl:if test="f:Reason">
                <l:code kind="reason" value="f:Reason"/>
              </xsl:if></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
      </div>
    </section>
  </xsl:template>
</xsl:stylesheet>
