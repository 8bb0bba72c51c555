<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Of the dossier: messages with their evidences, and documents. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">

  <xsl:template name="messages">
    <xsl:if test="not(messages)"><p><l:t>No messages.</l:t></p></xsl:if>
    <xsl:for-each select="messages">
      <xsl:sort select="at"/>
      <xsl:sort select="number" data-type="number"/>
      <h3>
        <xsl:choose>
          <xsl:when test="outgoing = 'true'"><l:t>To</l:t></xsl:when>
          <xsl:otherwise><l:t>From</l:t></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
        <xsl:value-of select="other"/>
        <xsl:text>: </xsl:text>
        <l:code kind="form" value="form"/>
      </h3>
      <dl>
        <l:item value="msg_id">Message</l:item>
        <div>
          <dt><l:t>Number in the thread</l:t></dt>
          <dd>
            <xsl:value-of select="thread"/>
            <xsl:if test="msg_no">/MSG-<xsl:value-of
                select="format-number(msg_no, '00')"/></xsl:if>
          </dd>
        </div>
        <l:item value="at" as="date">Time</l:item>
        <l:item value="state" as="code" kind="message">State</l:item>
        <xsl:if test="readable">
          <l:item value="readable" as="code" kind="readable"
              >Content</l:item>
        </xsl:if>
        <l:item value="folder">Folder</l:item>
        <xsl:if test="approvals">
          <l:item value="approvals">Approved by</l:item>
        </xsl:if>
        <xsl:if test="sha256">
          <div>
            <dt>
              <xsl:choose>
                <xsl:when test="approvals">
                  <l:t>SHA-256 of what was approved</l:t>
                </xsl:when>
                <xsl:otherwise><l:t>SHA-256</l:t></xsl:otherwise>
              </xsl:choose>
            </dt>
            <dd class="hash"><xsl:value-of select="sha256"/></dd>
          </div>
        </xsl:if>
        <div>
          <dt><l:t>Documents</l:t></dt>
          <dd>
            <xsl:if test="not(documents)">
              <xsl:call-template name="none"/>
            </xsl:if>
            <xsl:for-each select="documents[
                not(key('document', .)/role = 'sealed')]">
              <xsl:if test="position() &gt; 1"><br/></xsl:if>
              <xsl:value-of select="key('document', .)/name"/>
            </xsl:for-each>
          </dd>
        </div>
      </dl>
      <xsl:if test="proof">
        <xsl:call-template name="proof"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- The proof of sending and receipt; the other files of the message, whose
       hash codes stand in the header, are among the documents. -->
  <xsl:template name="proof">
    <div class="scroll">
    <table>
      <caption><l:t>Proof of sending and receipt</l:t></caption>
      <thead>
        <tr>
          <th scope="col"><l:t>Evidence</l:t></th>
          <th scope="col"><l:t>Time</l:t></th>
          <th scope="col"><l:t>Who</l:t></th>
          <th scope="col"><l:t>File and its SHA-256</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="proof[
            not(what = 'sent' or what = 'received') or file = 'header.xml']">
          <xsl:sort select="time"/>
          <tr>
            <th scope="row">
              <l:code kind="evidence" value="what"/>
              <xsl:if test="signature">
                <span class="sub">
                  <l:code kind="signature" value="signature"/>
                </span>
              </xsl:if>
            </th>
            <td><xsl:for-each select="time">
              <xsl:call-template name="time"/>
            </xsl:for-each></td>
            <td>
              <xsl:choose>
                <xsl:when test="what = 'sent'"><l:t>To</l:t>
                  <xsl:text> </xsl:text></xsl:when>
                <xsl:when test="what = 'received'"><l:t>From</l:t>
                  <xsl:text> </xsl:text></xsl:when>
              </xsl:choose>
              <xsl:value-of select="who"/>
            </td>
            <td>
              <xsl:value-of select="file"/>
              <span class="sub hash"><xsl:value-of select="sha256"/></span>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template name="documents">
    <xsl:if test="not(documents)"><p><l:t>No documents.</l:t></p></xsl:if>
    <xsl:if test="documents">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>No.</l:t></th>
          <th scope="col"><l:t>Document</l:t></th>
          <th scope="col"><l:t>Kind</l:t></th>
          <th scope="col" class="sum"><l:t>Size in bytes</l:t></th>
          <th scope="col"><l:t>SHA-256</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="documents">
          <xsl:sort select="number" data-type="number"/>
          <tr>
            <td><xsl:value-of select="number"/></td>
            <th scope="row">
              <xsl:value-of select="name"/>
              <xsl:if test="title">
                <span class="sub"><xsl:value-of select="title"/></span>
              </xsl:if>
            </th>
            <td>
              <xsl:choose>
                <xsl:when test="type">
                  <l:code kind="doctype" value="type"/>
                </xsl:when>
                <xsl:otherwise>
                  <l:code kind="docrole" value="role"/>
                </xsl:otherwise>
              </xsl:choose>
              <xsl:if test="language">
                <span class="sub">
                  <l:code kind="language" value="language"/>
                </span>
              </xsl:if>
              <xsl:if test="restricted = 'true'">
                <span class="sub late"><l:t>restricted</l:t></span>
              </xsl:if>
            </td>
            <td class="sum"><xsl:call-template name="group">
              <xsl:with-param name="digits" select="string(size)"/>
            </xsl:call-template></td>
            <td class="hash"><xsl:value-of select="sha256"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
