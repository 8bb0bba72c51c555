<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- The worklist of a unit: what is asked, by when; from a Worklist. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:include href="common.xsl"/>
  <xsl:include href="records.xsl"/>

  <xsl:template match="Worklist" mode="title">
    <l:t>Worklist</l:t>
    <xsl:text> </xsl:text>
    <xsl:value-of select="unit"/>
  </xsl:template>

  <xsl:template match="Worklist" mode="kind">
    <xsl:call-template name="date">
      <xsl:with-param name="of" select="string(today)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="Worklist" mode="main">
    <xsl:variable name="open" select="tasks[not(state = 'done')]"/>
    <xsl:variable name="late" select="$open[overdue = 'true']"/>
    <xsl:variable name="dated" select="$open[not(overdue = 'true')][due]"/>
    <xsl:variable name="undated"
        select="$open[not(overdue = 'true')][not(due)]"/>
    <dl>
      <div>
        <dt><l:t>Overdue</l:t></dt>
        <dd>
          <xsl:if test="$late">
            <xsl:attribute name="class">late</xsl:attribute>
          </xsl:if>
          <xsl:value-of select="count($late)"/>
        </dd>
      </div>
      <div>
        <dt><l:t>With a due date</l:t></dt>
        <dd><xsl:value-of select="count($dated)"/></dd>
      </div>
      <div>
        <dt><l:t>Without a due date</l:t></dt>
        <dd><xsl:value-of select="count($undated)"/></dd>
      </div>
      <div>
        <dt><l:t>Held for a person</l:t></dt>
        <dd><xsl:value-of select="count(held)"/></dd>
      </div>
    </dl>
    <xsl:if test="not($open) and not(held)">
      <p><l:t>There is nothing to do.</l:t></p>
    </xsl:if>

    <xsl:if test="$late">
      <section>
        <h2 class="late"><l:t>Overdue</l:t></h2>
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="$late"/>
          <xsl:with-param name="with-case" select="true()"/>
        </xsl:call-template>
      </section>
    </xsl:if>
    <xsl:if test="$dated">
      <section>
        <h2><l:t>With a due date</l:t></h2>
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="$dated"/>
          <xsl:with-param name="with-case" select="true()"/>
        </xsl:call-template>
      </section>
    </xsl:if>
    <xsl:if test="$undated">
      <section>
        <h2><l:t>Without a due date</l:t></h2>
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="$undated"/>
          <xsl:with-param name="with-case" select="true()"/>
        </xsl:call-template>
      </section>
    </xsl:if>
    <xsl:if test="$open">
      <section>
        <h2><l:t>When a task is done</l:t></h2>
        <xsl:call-template name="more"/>
        <p><l:t>Most tasks end with what is asked: the answer, the review, the
        approval. Others are ended in the sheet of tasks (CSV) that lies beside
        this page: write into the column “decision” of the row</l:t>
        <xsl:text> </xsl:text><code>done</code>
        <xsl:text>, </xsl:text>
        <l:t>and drop the sheet into the folder “drop”.</l:t></p>
      </section>
    </xsl:if>
    <xsl:if test="held">
      <section>
        <h2><l:t>Held for a person</l:t></h2>
        <p class="lead"><l:t>These rows were not booked. Correct the row and
        drop it again, with the same reference; or, where the reason is gone,
        release the item by the review sheet.</l:t></p>
        <xsl:call-template name="held"/>
      </section>
    </xsl:if>
    <xsl:if test="cases">
      <section>
        <h2><l:t>Cases</l:t></h2>
        <xsl:call-template name="cases"/>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="held">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Row</l:t></th>
          <th scope="col"><l:t>Reference</l:t></th>
          <th scope="col"><l:t>Case</l:t></th>
          <th scope="col"><l:t>Date</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
          <th scope="col"><l:t>Why it is held, and what to do</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="held">
          <tr>
            <td><xsl:value-of select="line"/></td>
            <th scope="row">
              <xsl:value-of select="reference"/>
              <span class="sub code"><xsl:value-of select="id"/></span>
            </th>
            <td class="code"><xsl:call-template name="case-link"/></td>
            <td><xsl:for-each select="date">
              <xsl:call-template name="date"/>
            </xsl:for-each></td>
            <td class="sum"><xsl:for-each select="amount">
              <xsl:call-template name="money"/>
            </xsl:for-each></td>
            <td>
              <l:code kind="rule" value="held_for"/>
              <span class="sub">
                <l:code kind="next" value="held_for"/>
                <xsl:text> (</xsl:text>
                <xsl:value-of select="held_for"/>
                <xsl:text>)</xsl:text>
              </span>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template name="cases">
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Case</l:t></th>
          <th scope="col"><l:t>Other authority</l:t></th>
          <th scope="col"><l:t>Application</l:t></th>
          <th scope="col"><l:t>State of the case</l:t></th>
          <th scope="col" class="sum"><l:t>Debt</l:t></th>
          <th scope="col" class="sum"><l:t>Collected</l:t></th>
          <th scope="col" class="sum"><l:t>Monitored</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="cases">
          <xsl:sort select="number" data-type="number"/>
          <tr>
            <th scope="row" class="code">
              <xsl:call-template name="case-link">
                <xsl:with-param name="id" select="id"/>
              </xsl:call-template>
            </th>
            <td><xsl:value-of select="other"/></td>
            <td><l:code kind="type" value="type"/></td>
            <td><l:code kind="status" value="status"/></td>
            <td class="sum"><xsl:call-template name="total">
              <xsl:with-param name="account">debt</xsl:with-param>
            </xsl:call-template></td>
            <td class="sum"><xsl:call-template name="total">
              <xsl:with-param name="account">collected</xsl:with-param>
            </xsl:call-template></td>
            <td class="sum"><xsl:call-template name="total">
              <xsl:with-param name="account">monitored</xsl:with-param>
            </xsl:call-template></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
