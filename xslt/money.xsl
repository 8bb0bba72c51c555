<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- What notifications and confirmations of payments share. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:isupport:2026:form"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l f">

  <xsl:template name="money-head">
    <l:item value="f:Sender">From</l:item>
    <l:item value="f:Receiver">To</l:item>
    <l:item value="f:SenderReference">Reference of the sender</l:item>
    <l:item value="f:ReceiverReference">Reference of the receiver</l:item>
  </xsl:template>
</xsl:stylesheet>
