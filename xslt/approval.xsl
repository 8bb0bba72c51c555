<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Batches and messages that wait for approvers; from an Approval. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:include href="common.xsl"/>
  <xsl:include href="records.xsl"/>

  <xsl:key name="payment" match="/Approval/payments" use="batch"/>

  <xsl:template match="Approval" mode="title">
    <l:t>To be approved</l:t>
  </xsl:template>

  <xsl:template match="Approval" mode="kind">
    <l:t>Approval</l:t>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:value-of select="unit"/>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:call-template name="date">
      <xsl:with-param name="of" select="string(today)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="Approval" mode="main">
    <xsl:if test="not(batches) and not(messages)">
      <p><l:t>Nothing waits for an approval.</l:t></p>
    </xsl:if>
    <xsl:if test="batches or messages">
      <p><l:t>Compare what is shown here with the documents of the case. Your
      approval holds for exactly this content: any later change makes it
      void. Whoever recorded it may not be the only one to approve
      it.</l:t></p>
    </xsl:if>
    <xsl:if test="batches">
      <section>
        <h2><l:t>Payment batches</l:t></h2>
        <xsl:apply-templates select="batches"/>
      </section>
    </xsl:if>
    <xsl:if test="messages">
      <section>
        <h2><l:t>Messages to be sent</l:t></h2>
        <xsl:call-template name="approve-messages"/>
      </section>
    </xsl:if>
    <xsl:if test="batches or messages">
      <section>
        <h2><l:t>How to answer</l:t></h2>
        <ol>
          <li><l:t>Open the approval sheet (CSV) that lies beside this
          page.</l:t></li>
          <li>
            <l:t>Write one of these words into the column “decision” of each
            row you decide:</l:t>
            <xsl:text> </xsl:text>
            <code>approve</code>, <code>refuse</code>
            <xsl:if test="batches[state = 'uncertain']">
              <xsl:text>; </xsl:text>
              <l:t>where the bank is to be asked:</l:t>
              <xsl:text> </xsl:text>
              <code>delivered</code>, <code>not-delivered</code>
            </xsl:if>
            <xsl:text>. </xsl:text>
            <l:t>Leave the column “sha256” as it is: it says what you
            approve.</l:t>
          </li>
          <li><l:t>Drop the sheet into the folder “drop” yourself, or sign it
          and drop it with its signature.</l:t></li>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="batches">
    <h3><xsl:value-of select="id"/></h3>
    <xsl:call-template name="asked-of-batch"/>
    <dl>
      <l:item value="state" as="code" kind="batch">State</l:item>
      <l:item value="kind" as="code" kind="batchkind">Kind</l:item>
      <l:item value="format">Format</l:item>
      <l:item value="profile">Bank profile</l:item>
      <xsl:if test="other">
        <l:item value="other">Other authority</l:item>
      </xsl:if>
      <l:item value="execution" as="date">Execution date</l:item>
      <l:item value="count">Number of payments</l:item>
      <div>
        <dt><l:t>Sum</l:t></dt>
        <dd>
          <xsl:call-template name="minor">
            <xsl:with-param name="of" select="concat(sum,
                substring('0', 1, number(not(sum))))"/>
            <xsl:with-param name="currency" select="currency"/>
          </xsl:call-template>
        </dd>
      </div>
      <l:item value="recorder">Recorded by</l:item>
      <xsl:if test="approvals">
        <l:item value="approvals">Approved by</l:item>
      </xsl:if>
      <xsl:if test="delivered_by">
        <l:item value="delivered_by">The bank has it, says</l:item>
      </xsl:if>
      <xsl:if test="missing_by">
        <l:item value="missing_by">The bank has it not, says</l:item>
      </xsl:if>
      <xsl:if test="file">
        <l:item value="file">File</l:item>
      </xsl:if>
      <div>
        <dt>SHA-256</dt>
        <dd class="hash">
          <xsl:choose>
            <xsl:when test="state = 'uncertain'">
              <xsl:value-of select="file_sha256"/>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="sha256"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </div>
    </dl>
    <xsl:if test="key('payment', id)">
    <div class="scroll">
    <table>
      <caption><l:t>Payments</l:t></caption>
      <thead>
        <tr>
          <th scope="col"><l:t>Payment</l:t></th>
          <th scope="col"><l:t>Payee</l:t></th>
          <th scope="col"><l:t>Period covered</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="key('payment', id)">
          <xsl:sort select="id"/>
          <tr>
            <th scope="row" class="code"><xsl:value-of select="id"/></th>
            <td>
              <l:code kind="payee" value="payee"/>
              <xsl:if test="other">
                <xsl:text> </xsl:text>
                <xsl:value-of select="other"/>
              </xsl:if>
            </td>
            <td><xsl:for-each select="period">
              <xsl:call-template name="days"/>
            </xsl:for-each></td>
            <td class="sum"><xsl:for-each select="amount">
              <xsl:call-template name="money"/>
            </xsl:for-each></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
    <xsl:if test="count &gt; count(key('payment', id))">
      <p>
        <l:t>Not shown here:</l:t>
        <xsl:text> </xsl:text>
        <xsl:value-of select="count - count(key('payment', id))"/>
      </p>
    </xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- What is to be decided of a batch that is not simply to be approved. -->
  <xsl:template name="asked-of-batch">
    <xsl:if test="state = 'held'">
      <div class="banner" role="note">
        <p><strong><l:t>It was approved, but our own check refuses its
        file.</l:t></strong></p>
        <p>
          <l:code kind="rule" value="rule"/>
          <xsl:text> (</xsl:text>
          <xsl:value-of select="rule"/>
          <xsl:text>: </xsl:text>
          <xsl:value-of select="reason"/>
          <xsl:text>)</xsl:text>
        </p>
        <p><l:t>Once that is mended, approve: the same file is tried again. Or
        refuse: then each amount waits for a release again.</l:t></p>
      </div>
    </xsl:if>
    <xsl:if test="state = 'uncertain'">
      <div class="banner" role="note">
        <p><strong><l:t>It is not known whether the bank has this
        file.</l:t></strong></p>
        <p><l:t>Look it up at the bank by its id. As many people as approve a
        payment must say the same: delivered, and it is booked; not-delivered,
        and the same file is written again.</l:t></p>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="approve-messages">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Message</l:t></th>
          <th scope="col"><l:t>To</l:t></th>
          <th scope="col"><l:t>Form</l:t></th>
          <th scope="col"><l:t>Recorded by</l:t></th>
          <th scope="col"><l:t>SHA-256</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="messages">
          <xsl:sort select="number" data-type="number"/>
          <tr>
            <th scope="row">
              <span class="code"><xsl:value-of select="msg_id"/></span>
              <span class="sub"><xsl:value-of select="thread"/></span>
            </th>
            <td><xsl:value-of select="other"/></td>
            <td><l:code kind="form" value="form"/></td>
            <td>
              <xsl:value-of select="recorder"/>
              <xsl:for-each select="approvals">
                <span class="sub">
                  <l:t>Approved by</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="."/>
                </span>
              </xsl:for-each>
            </td>
            <td class="hash"><xsl:value-of select="sha256"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
