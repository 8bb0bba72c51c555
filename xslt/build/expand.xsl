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

  <!-- Words or a code alone as a parameter: a string, not a tree. -->
  <xsl:template match="xsl:with-param[not(@select) and (l:t | l:code |
      text()[normalize-space()]) and count(*) &lt; 2]">
    <xsl:element name="xsl:with-param">
      <xsl:copy-of select="@name"/>
      <xsl:attribute name="select">
        <xsl:apply-templates select="* | text()[not(../*)]" mode="string"/>
      </xsl:attribute>
    </xsl:element>
  </xsl:template>
  <xsl:template match="text()" mode="string">
    <xsl:value-of select='concat("&apos;", ., "&apos;")'/>
  </xsl:template>
  <xsl:template match="l:t" mode="string">
    <xsl:text>'</xsl:text><xsl:call-template name="label"/>
    <xsl:text>'</xsl:text>
  </xsl:template>
  <xsl:template match="l:code" mode="string">
    <xsl:value-of select='concat("concat(&apos;&#xF8F0;", @kind, ":&apos;, ",
        @value, ", &apos;&#xF8F1;&apos;)")'/>
  </xsl:template>

  <!-- A line of a form.  Number and label are known here, and written out: as
       parameters of a template they cost more than all else on a page. -->
  <xsl:template match="l:item">
    <div>
      <dt>
        <xsl:apply-templates select="." mode="no"/>
        <xsl:element name="xsl:text">
          <xsl:call-template name="label"/>
        </xsl:element>
      </dt>
      <xsl:choose>
        <xsl:when test="@as = 'lines' or @as = 'names' or @as = 'birth' or
            @as = 'yesno' or @as = 'restricted'">
          <xsl:call-template name="call-item"/>
        </xsl:when>
        <xsl:otherwise>
          <dd><xsl:call-template name="values"/></dd>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- The number before a label: known, or computed. -->
  <xsl:template match="*[@no]" mode="no">
    <span class="no"><xsl:value-of select="@no"/></span>
  </xsl:template>
  <xsl:template match="*[@select]" mode="no">
    <xsl:element name="xsl:if">
      <xsl:attribute name="test">
        <xsl:value-of select="@select"/>
        <xsl:text> != ''</xsl:text>
      </xsl:attribute>
      <span class="no">
        <xsl:element name="xsl:value-of"><xsl:copy-of select="@select"/>
        </xsl:element>
      </span>
    </xsl:element>
  </xsl:template>
  <xsl:template match="*" mode="no"/>

  <!-- All values of a line, or a dash. -->
  <xsl:template name="values">
    <xsl:element name="xsl:if">
      <xsl:attribute name="test">
        <xsl:value-of select="concat('not(', @value, ')')"/>
      </xsl:attribute>
      <xsl:element name="xsl:call-template">
        <xsl:attribute name="name">none</xsl:attribute>
      </xsl:element>
    </xsl:element>
    <xsl:element name="xsl:for-each">
      <xsl:attribute name="select"><xsl:value-of select="@value"/>
      </xsl:attribute>
      <xsl:if test="not(@as = 'amount' or @as = 'address' or @as = 'id')">
        <xsl:element name="xsl:if">
          <xsl:attribute name="test">position() &gt; 1</xsl:attribute>
          <br/>
        </xsl:element>
      </xsl:if>
      <xsl:call-template name="value"/>
    </xsl:element>
  </xsl:template>

  <!-- One value: the template "value-KIND", or what is as short as a call. -->
  <xsl:template name="value">
    <xsl:choose>
      <xsl:when test="not(@as)">
        <xsl:element name="xsl:value-of">
          <xsl:attribute name="select">.</xsl:attribute>
        </xsl:element>
      </xsl:when>
      <xsl:when test="@as = 'code'">
        <xsl:element name="xsl:value-of">
          <xsl:attribute name="select">
            <xsl:value-of
                select='concat("concat(&apos;&#xF8F0;", @kind, ":&apos;, .,
                &apos;&#xF8F1;&apos;)")'/>
          </xsl:attribute>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:element name="xsl:call-template">
          <xsl:attribute name="name">
            <xsl:value-of select="concat('value-', @as)"/>
          </xsl:attribute>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The template "item-KIND", which writes the value's element too. -->
  <xsl:template name="call-item">
    <xsl:element name="xsl:call-template">
      <xsl:attribute name="name">
        <xsl:value-of select="concat('item-', @as)"/>
      </xsl:attribute>
      <xsl:for-each select="@value">
        <xsl:element name="xsl:with-param">
          <xsl:attribute name="name">value</xsl:attribute>
          <xsl:attribute name="select"><xsl:value-of select="."/>
          </xsl:attribute>
        </xsl:element>
      </xsl:for-each>
    </xsl:element>
  </xsl:template>

  <!-- One box and its words, in a list of boxes; crossed by a test, or where
       there is a value: documents, whose numbers are then printed. -->
  <xsl:template match="l:tick">
    <li>
      <xsl:element name="xsl:choose">
        <xsl:element name="xsl:when">
          <xsl:attribute name="test">
            <xsl:value-of select="(@test | @value[not(../@test)])"/>
          </xsl:attribute>
          <xsl:call-template name="ticked">
            <xsl:with-param name="on" select="true()"/>
          </xsl:call-template>
        </xsl:element>
        <xsl:element name="xsl:otherwise">
          <xsl:call-template name="ticked"/>
        </xsl:element>
      </xsl:element>
    </li>
  </xsl:template>

  <xsl:template name="ticked">
    <xsl:param name="on" select="false()"/>
    <xsl:element name="xsl:call-template">
      <xsl:attribute name="name">
        <xsl:choose>
          <xsl:when test="$on">crossed</xsl:when>
          <xsl:otherwise>empty</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </xsl:element>
    <span>
      <xsl:if test="$on"><xsl:attribute name="class">ticked</xsl:attribute>
      </xsl:if>
      <xsl:apply-templates select="." mode="no"/>
      <xsl:element name="xsl:text">
        <xsl:call-template name="label"/>
      </xsl:element>
      <xsl:if test="@value">
        <xsl:element name="xsl:for-each">
          <xsl:attribute name="select"><xsl:value-of select="@value"/>
          </xsl:attribute>
          <xsl:element name="xsl:call-template">
            <xsl:attribute name="name">tick-number</xsl:attribute>
          </xsl:element>
        </xsl:element>
      </xsl:if>
      <xsl:element name="xsl:call-template">
        <xsl:attribute name="name">
          <xsl:choose>
            <xsl:when test="$on">said-ticked</xsl:when>
            <xsl:otherwise>said-empty</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </xsl:element>
    </span>
  </xsl:template>

  <xsl:template match="l:css">
    <xsl:element name="xsl:text">
      <xsl:value-of select="document($css)"/>
    </xsl:element>
  </xsl:template>
</xsl:stylesheet>
