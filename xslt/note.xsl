<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- A plain word between authorities. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">
  <xsl:include href="common.xsl"/>

  <xsl:template match="f:Note" mode="title">
    <l:code kind="note" value="f:Kind"/>
  </xsl:template>

  <xsl:template match="f:Note" mode="kind">
    <xsl:value-of select="concat(f:Sender, ' &#x2192; ', f:Receiver)"/>
  </xsl:template>

  <xsl:template match="f:Note" mode="main">
    <xsl:choose>
      <xsl:when test="f:Kind = 'RESEND'">
        <p><l:t>The message named here could not be read. Please send it
        again. It was registered as received when it arrived.</l:t></p>
      </xsl:when>
      <xsl:when test="f:Kind = 'REMINDER'">
        <p><l:t>An answer is due and has not arrived. Please send
        it.</l:t></p>
      </xsl:when>
    </xsl:choose>
    <dl>
      <l:item value="f:Sender">From</l:item>
      <l:item value="f:Receiver">To</l:item>
      <l:item value="f:AboutMessage">About the message</l:item>
      <l:item value="f:AboutThread">Thread of messages</l:item>
      <l:item value="f:ReceiverReference">Reference of the receiver</l:item>
      <xsl:if test="f:Rule">
        <div>
          <dt><l:t>Rule</l:t></dt>
          <dd>
            <xsl:value-of select="f:Rule"/>
            <span class="sub"><l:code kind="rule" value="f:Rule"/></span>
            <span class="sub"><l:code kind="article" value="f:Rule"/></span>
          </dd>
        </div>
      </xsl:if>
      <xsl:if test="f:Text">
        <l:item as="lines" value="f:Text">Text</l:item>
      </xsl:if>
    </dl>
  </xsl:template>
</xsl:stylesheet>
