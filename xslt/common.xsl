<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!--
  What all pages share: the frame, and how a value is printed.

  A page's stylesheet includes this one and has, for its root element, the
  modes "title" (text), "kind" (a line above the title, text) and "main".
  The values that item templates take are node-sets; an empty one prints a
  dash, so that a printed form has all its lines.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">

  <!-- The declaration <!DOCTYPE html> is written before the result. -->
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <!-- ==== the frame =============================================== -->

  <xsl:template match="/">
    <html lang="&#xF8F0;self:lang&#xF8F1;">
      <head>
        <title><xsl:apply-templates select="*" mode="title"/></title>
        <meta name="viewport"
            content="width=device-width, initial-scale=1"/>
        <style><l:css/></style>
      </head>
      <body>
        <a class="skip" href="#main"><l:t>Skip to content</l:t></a>
        <header>
          <span>isupport</span>
          <span><xsl:apply-templates select="*" mode="kind"/></span>
        </header>
        <main id="main">
          <h1><xsl:apply-templates select="*" mode="title"/></h1>
          <xsl:apply-templates select="*" mode="main"/>
        </main>
        <footer>
          <p><xsl:apply-templates select="*" mode="foot"/></p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="*" mode="foot">
    <l:t>Personal data: for the purposes for which they were transmitted
    only.</l:t>
  </xsl:template>

  <!-- ==== values ================================================== -->

  <!-- 2026-03-04 as 04/03/2026, as the forms ask at every date. -->
  <xsl:template name="date">
    <xsl:param name="of" select="."/>
    <xsl:choose>
      <xsl:when test="string-length($of) = 10 and
          translate($of, '0123456789', '') = '--'">
        <time datetime="{$of}">
          <xsl:value-of select="concat(substring($of, 9, 2), '/',
              substring($of, 6, 2), '/', substring($of, 1, 4))"/>
        </time>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$of"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- 2026-03-04T05:06:07Z as 04/03/2026 05:06 UTC. -->
  <xsl:template name="time">
    <xsl:param name="of" select="."/>
    <xsl:choose>
      <xsl:when test="string-length($of) = 20 and
          translate($of, '0123456789', '') = '--T::Z'">
        <time datetime="{$of}">
          <xsl:value-of select="concat(substring($of, 9, 2), '/',
              substring($of, 6, 2), '/', substring($of, 1, 4), ' ',
              substring($of, 12, 5), ' UTC')"/>
        </time>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="date">
          <xsl:with-param name="of" select="$of"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Digits in groups of three, with narrow spaces that do not break. -->
  <xsl:template name="group">
    <xsl:param name="digits"/>
    <xsl:variable name="n" select="string-length($digits)"/>
    <xsl:choose>
      <xsl:when test="$n &gt; 3">
        <xsl:call-template name="group">
          <xsl:with-param name="digits"
              select="substring($digits, 1, $n - 3)"/>
        </xsl:call-template>
        <xsl:text>&#x202F;</xsl:text>
        <xsl:value-of select="substring($digits, $n - 2)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$digits"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "-1234.50" and "EUR" as EUR, minus sign, 1 234.50. -->
  <xsl:template name="amount">
    <xsl:param name="of" select="."/>
    <xsl:param name="currency" select="@currency"/>
    <xsl:variable name="plain" select="translate($of, '-', '')"/>
    <span class="money">
      <xsl:value-of select="$currency"/>
      <xsl:text>&#xA0;</xsl:text>
      <xsl:if test="starts-with($of, '-')">&#x2212;</xsl:if>
      <xsl:choose>
        <xsl:when test="contains($plain, '.')">
          <xsl:call-template name="group">
            <xsl:with-param name="digits"
                select="substring-before($plain, '.')"/>
          </xsl:call-template>
          <xsl:text>.</xsl:text>
          <xsl:value-of select="substring-after($plain, '.')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="group">
            <xsl:with-param name="digits" select="$plain"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- An integer of minor units, cut as text: no floating point. -->
  <xsl:template name="minor">
    <xsl:param name="of"/>
    <xsl:param name="currency"/>
    <xsl:variable name="key" select="concat(' ', $currency, ' ')"/>
    <xsl:variable name="scale" select="2
        - 2 * contains(' BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF
 UGX UYI VND VUV XAF XOF XPF ', $key)
        + contains(' BHD IQD JOD KWD LYD OMR TND ', $key)
        + 2 * contains(' CLF UYW ', $key)"/>
    <xsl:variable name="digits"
        select="translate(concat('', $of), '-', '')"/>
    <xsl:variable name="padded" select="concat(substring('0000', 1,
        $scale + 1 - string-length($digits)), $digits)"/>
    <xsl:variable name="n" select="string-length($padded)"/>
    <xsl:call-template name="amount">
      <xsl:with-param name="of" select="concat(
          substring('-', 1, number(starts-with($of, '-'))),
          substring($padded, 1, $n - $scale),
          substring('.', 1, number($scale &gt; 0)),
          substring($padded, $n - $scale + 1))"/>
      <xsl:with-param name="currency" select="$currency"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A Money of a record, the context node or another. -->
  <xsl:template name="money">
    <xsl:param name="of" select="."/>
    <xsl:if test="$of/currency">
      <xsl:call-template name="minor">
        <!-- A zero is not set, and so not printed. -->
        <xsl:with-param name="of" select="concat($of/minor,
            substring('0', 1, number(not($of/minor))))"/>
        <xsl:with-param name="currency" select="$of/currency"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="none">
    <span class="none">&#x2013;</span>
  </xsl:template>

  <xsl:template name="crossed">
    <span class="box" aria-hidden="true">&#x2612;</span>
  </xsl:template>

  <xsl:template name="empty">
    <span class="box" aria-hidden="true">&#x2610;</span>
  </xsl:template>

  <!-- ==== lines of a form or a list =============================== -->

  <!-- What stands in a line, l:item: "value-KIND" writes the context node,
       "item-KIND" the whole element. -->

  <xsl:template name="value-date">
    <xsl:call-template name="time"/>
  </xsl:template>

  <xsl:template name="value-money">
    <xsl:call-template name="money"/>
  </xsl:template>

  <!-- Text of several lines; it keeps its language. -->
  <xsl:template name="item-lines">
    <xsl:param name="value"/>
    <dd class="lines">
      <xsl:if test="not($value)"><xsl:call-template name="none"/></xsl:if>
      <xsl:for-each select="$value[1]">
        <xsl:if test="@xml:lang != ''">
          <xsl:attribute name="lang">
            <xsl:value-of select="@xml:lang"/>
          </xsl:attribute>
        </xsl:if>
        <xsl:value-of select="."/>
      </xsl:for-each>
    </dd>
  </xsl:template>

  <!-- Two boxes; both empty where it was not answered. -->
  <xsl:template name="item-yesno">
    <xsl:param name="value"/>
    <dd>
      <xsl:choose>
        <xsl:when test="$value = 'yes' or $value = 'true'">
          <span class="hidden"><l:t>Answer: yes</l:t></span>
          <span aria-hidden="true">
            <xsl:call-template name="crossed"/>
            <xsl:call-template name="yes"/>
            <xsl:call-template name="empty"/>
            <xsl:call-template name="no"/>
          </span>
        </xsl:when>
        <xsl:when test="$value = 'no' or $value = 'false'">
          <span class="hidden"><l:t>Answer: no</l:t></span>
          <span aria-hidden="true">
            <xsl:call-template name="empty"/>
            <xsl:call-template name="yes"/>
            <xsl:call-template name="crossed"/>
            <xsl:call-template name="no"/>
          </span>
        </xsl:when>
        <xsl:otherwise>
          <span class="hidden"><l:t>not answered</l:t></span>
          <span aria-hidden="true">
            <xsl:call-template name="empty"/>
            <xsl:call-template name="yes"/>
            <xsl:call-template name="empty"/>
            <xsl:call-template name="no"/>
          </span>
        </xsl:otherwise>
      </xsl:choose>
    </dd>
  </xsl:template>

  <xsl:template name="yes">
    <xsl:text> </xsl:text>
    <l:t>yes</l:t>
    <xsl:text>&#x2003;</xsl:text>
  </xsl:template>

  <xsl:template name="no">
    <xsl:text> </xsl:text>
    <l:t>no</l:t>
  </xsl:template>

  <!-- What stands on a page of its own. -->
  <xsl:template name="item-restricted">
    <dd><l:t>see Restricted Information page</l:t></dd>
  </xsl:template>

  <!-- What l:tick writes besides box and words: the number of a document,
       and for those who do not see the box whether it is crossed. -->
  <xsl:template name="tick-number">
    <xsl:choose>
      <xsl:when test="position() = 1">
        <xsl:text> &#x2013; </xsl:text>
        <l:t>No.</l:t>
        <xsl:text> </xsl:text>
      </xsl:when>
      <xsl:otherwise>, </xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="count(preceding-sibling::*) + 1"/>
  </xsl:template>

  <xsl:template name="said-ticked">
    <span class="hidden"> (<l:t>ticked</l:t>)</span>
  </xsl:template>

  <xsl:template name="said-empty">
    <span class="hidden"> (<l:t>not ticked</l:t>)</span>
  </xsl:template>
</xsl:stylesheet>
