<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- The connector's header.xml, ours or another State's. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:include href="common.xsl"/>

  <xsl:template match="StandardBusinessDocumentHeader" mode="title">
    <l:t>Message</l:t>
    <xsl:text> </xsl:text>
    <xsl:value-of select="transport/msgId"/>
  </xsl:template>

  <xsl:template match="StandardBusinessDocumentHeader" mode="kind">
    <xsl:value-of select="concat(transport/Sender/Identifier, ' &#x2192; ',
        transport/Receiver/Identifier)"/>
  </xsl:template>

  <xsl:template match="StandardBusinessDocumentHeader" mode="main">
    <xsl:for-each select="transport">
      <dl>
        <l:item value="caseId[. != '']">Thread of messages</l:item>
        <l:item value="msgCreationDateAndTime[. != '']">Time</l:item>
        <xsl:if test="cdTypeForm != ''">
          <l:item as="code" kind="form" value="cdTypeForm">Form</l:item>
        </xsl:if>
      </dl>
      <section>
        <h2><l:t>From</l:t></h2>
        <xsl:apply-templates select="Sender"/>
      </section>
      <section>
        <h2><l:t>To</l:t></h2>
        <xsl:apply-templates select="Receiver"/>
      </section>
    </xsl:for-each>
    <section>
      <h2><l:t>Documents</l:t></h2>
      <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col"><l:t>Document</l:t></th>
            <th scope="col"><l:t>Kind</l:t></th>
            <th scope="col" class="sum"><l:t>Size in bytes</l:t></th>
            <th scope="col"><l:t>Hash or signature</l:t></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="message/Documents/DocumentIdentification">
            <tr>
              <th scope="row">
                <xsl:value-of select="UniformResourceIdentifier"/>
                <span class="sub">
                  <xsl:value-of select="fileCreationDateAndTime"/>
                </span>
              </th>
              <td>
                <xsl:value-of select="Type"/>
                <span class="sub">
                  <xsl:value-of select="MimeTypeQualifierCode"/>
                </span>
              </td>
              <td class="sum"><xsl:call-template name="group">
                <xsl:with-param name="digits" select="string(fileSize)"/>
              </xsl:call-template></td>
              <td class="hash"><xsl:value-of select="fileHashCode"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
      </div>
    </section>
  </xsl:template>

  <xsl:template match="Sender | Receiver">
    <dl>
      <l:item value="Identifier">Authority</l:item>
      <xsl:for-each select="contactInformation">
        <l:item value="ContactTypeIdentifier[. != '']">Name</l:item>
        <l:item value="Contact[. != '']">Contact person</l:item>
        <l:item value="TelephoneNumber[. != '']">Telephone number</l:item>
        <l:item value="FaxNumber[. != '']">Fax number</l:item>
        <l:item value="EmailAddress[. != '']">E-mail</l:item>
      </xsl:for-each>
    </dl>
  </xsl:template>
</xsl:stylesheet>
