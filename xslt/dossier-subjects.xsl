<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Of the dossier: what was corrected, who set or unset non-disclosure, and when the debtor is to be notified. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">

  <xsl:template name="at">
    <xsl:call-template name="time">
      <xsl:with-param name="of" select="string(at)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="case" mode="corrections">
    <h3><l:t>Corrections</l:t></h3>
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Person</l:t></th>
          <th scope="col"><l:t>What</l:t></th>
          <th scope="col"><l:t>Before</l:t></th>
          <th scope="col"><l:t>Now</l:t></th>
          <th scope="col"><l:t>When, by whom</l:t></th>
          <th scope="col"><l:t>Reason</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="corrections">
          <tr>
            <th scope="row">
              <xsl:choose>
                <xsl:when test="starts-with(person, 'child')">
                  <l:t>child</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="substring(person, 7)"/>
                </xsl:when>
                <xsl:otherwise>
                  <l:code kind="person" value="person"/>
                </xsl:otherwise>
              </xsl:choose>
            </th>
            <td><l:code kind="field" value="field"/></td>
            <xsl:choose>
              <xsl:when test="restricted = 'true'">
                <td colspan="2"><l:t>see Restricted Information
                page</l:t></td>
              </xsl:when>
              <xsl:otherwise>
                <td><xsl:value-of select="old"/></td>
                <td><xsl:value-of select="value"/></td>
              </xsl:otherwise>
            </xsl:choose>
            <td>
              <xsl:call-template name="at"/>
              <span class="sub"><xsl:value-of select="by"/></span>
            </td>
            <td>
              <xsl:value-of select="reason"/>
              <xsl:if test="source">
                <span class="sub"><l:code kind="known" value="source"/></span>
              </xsl:if>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template match="case" mode="disclosures">
    <h3><l:t>Non-disclosure</l:t></h3>
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>When</l:t></th>
          <th scope="col"><l:t>What</l:t></th>
          <th scope="col"><l:t>By whom</l:t></th>
          <th scope="col"><l:t>Reason</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="disclosures">
          <tr>
            <td><xsl:call-template name="at"/></td>
            <th scope="row">
              <xsl:choose>
                <xsl:when test="on = 'true'"><l:t>set</l:t></xsl:when>
                <xsl:otherwise><l:t>unset</l:t></xsl:otherwise>
              </xsl:choose>
            </th>
            <td>
              <xsl:value-of select="by"/>
              <xsl:for-each select="name | message">
                <span class="sub"><xsl:value-of select="."/></span>
              </xsl:for-each>
            </td>
            <td><xsl:value-of select="reason"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template match="case" mode="deferrals">
    <h3><l:t>Notification of the debtor is deferred</l:t></h3>
    <dl>
      <xsl:for-each select="deferrals[last()]">
        <l:item value="until" as="date">Until</l:item>
        <l:item value="reason">Reason</l:item>
        <l:item value="by">By whom</l:item>
      </xsl:for-each>
    </dl>
  </xsl:template>

</xsl:stylesheet>
