<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- From a stylesheet as it is written to one as it is run: labels become
     one character each, the short forms of xslt/README.md plain XSLT, and
     what is included stands in its place, so that nothing is opened later. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:param name="labels"/> <!-- the list of labels, with characters -->
  <xsl:param name="css"/>    <!-- the style sheet, wrapped in an element -->
  <xsl:key name="label" match="label" use="."/>

  <xsl:template match="@* | node()">
    <xsl:copy>
      <xsl:apply-templates select="@* | node()"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="comment()"/>

  <xsl:template match="xsl:include">
    <xsl:apply-templates select="document(@href, /)/xsl:stylesheet/node()"/>
  </xsl:template>

  <xsl:template name="label">
    <xsl:variable name="text" select="normalize-space(.)"/>
    <xsl:for-each select="document($labels)">
      <xsl:variable name="label" select="key('label', $text)"/>
      <xsl:if test="not($label)">
        <xsl:message terminate="yes">
          <xsl:text>not in the list of labels: </xsl:text>
          <xsl:value-of select="$text"/>
        </xsl:message>
      </xsl:if>
      <xsl:value-of select="$label/@as"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="l:t">
    <xsl:element name="xsl:text">
      <xsl:call-template name="label"/>
    </xsl:element>
  </xsl:template>

  <!-- A token: kind ':' code between two characters of their own; rules need
       not be known, and then have no words. -->
  <xsl:template match="l:code">
    <xsl:element name="xsl:text">
      <xsl:text>&#xF8F0;</xsl:text>
      <xsl:if test="@kind = 'rule' or @kind = 'next' or @kind = 'article'"
          >?</xsl:if>
      <xsl:value-of select="concat(@kind, ':')"/>
    </xsl:element>
    <xsl:element name="xsl:value-of">
      <xsl:attribute name="select">
        <xsl:value-of select="@value"/>
      </xsl:attribute>
    </xsl:element>
    <xsl:element name="xsl:text">&#xF8F1;</xsl:element>
  </xsl:template>

  <!-- Short forms of calls: the template "tick", or "item-KIND". -->
  <xsl:template match="l:item | l:tick | l:yesno">
    <xsl:element name="xsl:call-template">
      <xsl:attribute name="name">
        <xsl:value-of select="local-name()"/>
        <xsl:if test="@as">-</xsl:if>
        <xsl:value-of select="@as"/>
      </xsl:attribute>
      <xsl:element name="xsl:with-param">
        <xsl:attribute name="name">no</xsl:attribute>
        <xsl:copy-of select="@select"/>
        <xsl:value-of select="@no"/>
      </xsl:element>
      <xsl:element name="xsl:with-param">
        <xsl:attribute name="name">label</xsl:attribute>
        <xsl:call-template name="label"/>
      </xsl:element>
      <xsl:for-each select="@value | @test | @kind">
        <xsl:element name="xsl:with-param">
          <xsl:attribute name="name">
            <xsl:value-of select="local-name()"/>
          </xsl:attribute>
          <xsl:attribute name="select">
            <xsl:if test="local-name() = 'kind'">'</xsl:if>
            <xsl:value-of select="."/>
            <xsl:if test="local-name() = 'kind'">'</xsl:if>
          </xsl:attribute>
        </xsl:element>
      </xsl:for-each>
    </xsl:element>
  </xsl:template>

  <xsl:template match="l:css">
    <xsl:element name="xsl:text">
      <xsl:value-of select="document($css)"/>
    </xsl:element>
  </xsl:template>
</xsl:stylesheet>
