<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- What the pages of our own records share: tasks, totals, items. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">

  <!-- What a page leaves out, its sheet has. -->
  <xsl:template name="more">
    <xsl:if test="more">
      <p>
        <l:t>Not shown here, but in the sheet:</l:t>
        <xsl:text> </xsl:text>
        <xsl:value-of select="more"/>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- Tasks, the most urgent first; those without a date last. -->
  <xsl:template name="tasks">
    <xsl:param name="of"/>
    <xsl:param name="with-case" select="false()"/>
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Task</l:t></th>
          <th scope="col"><l:t>Due</l:t></th>
          <xsl:if test="$with-case">
            <th scope="col"><l:t>Case</l:t></th>
          </xsl:if>
          <th scope="col"><l:t>What is asked, and what to do next</l:t></th>
          <th scope="col"><l:t>Rule</l:t></th>
          <th scope="col"><l:t>About</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$of">
          <xsl:sort select="number(not(due))" data-type="number"/>
          <xsl:sort select="due"/>
          <xsl:sort select="number" data-type="number"/>
          <xsl:call-template name="task">
            <xsl:with-param name="with-case" select="$with-case"/>
          </xsl:call-template>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template name="task">
    <xsl:param name="with-case"/>
    <tr>
      <td class="code"><xsl:value-of select="number"/></td>
      <td>
        <xsl:for-each select="due">
          <xsl:call-template name="date"/>
        </xsl:for-each>
        <xsl:if test="not(due)"><xsl:call-template name="none"/></xsl:if>
        <xsl:if test="overdue = 'true' and not(state = 'done')">
          <xsl:text> </xsl:text>
          <span class="mark late"><l:t>overdue</l:t></span>
        </xsl:if>
        <xsl:if test="state = 'done'">
          <span class="sub good">
            <l:t>done</l:t>
            <xsl:text> </xsl:text>
            <xsl:for-each select="done_on">
              <xsl:call-template name="time"/>
            </xsl:for-each>
          </span>
        </xsl:if>
      </td>
      <xsl:if test="$with-case">
        <td class="code"><xsl:call-template name="case-link"/></td>
      </xsl:if>
      <th scope="row">
        <l:code kind="task" value="kind"/>
        <xsl:choose>
          <!-- The rule's own words are for the side that is to act. -->
          <xsl:when test="starts-with(kind, 'await-') or
              kind = 'supply-information' or kind = 'reminder'">
            <span class="sub"><l:code kind="taskdo" value="kind"/></span>
          </xsl:when>
          <xsl:when test="rule">
            <span class="sub"><l:code kind="rule" value="rule"/></span>
            <span class="sub"><l:code kind="next" value="rule"/></span>
          </xsl:when>
        </xsl:choose>
      </th>
      <td>
        <span class="code"><xsl:value-of select="rule"/></span>
        <xsl:if test="rule">
          <span class="sub"><l:code kind="article" value="rule"/></span>
        </xsl:if>
      </td>
      <td>
        <xsl:value-of select="subject"/>
        <xsl:choose>
          <xsl:when test="starts-with(kind, 'evidence-') and place">
            <span class="sub"><l:code kind="evidence" value="place"/></span>
          </xsl:when>
          <xsl:when test="place">
            <span class="sub"><xsl:value-of select="place"/></span>
          </xsl:when>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

  <!-- To the dossier in the same language, which lies beside this page. -->
  <xsl:template name="case-link">
    <xsl:param name="id" select="case_id"/>
    <xsl:if test="$id != ''">
      <a href="{$id}.&#xF8F0;self:lang&#xF8F1;.html">
        <xsl:value-of select="$id"/>
      </a>
    </xsl:if>
  </xsl:template>

  <!-- The total of an account, of the case that is the context node. -->
  <xsl:template name="total">
    <xsl:param name="account"/>
    <xsl:for-each select="totals[account = $account]">
      <xsl:if test="position() &gt; 1"><br/></xsl:if>
      <xsl:call-template name="money">
        <xsl:with-param name="of" select="money"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- From one day to another. -->
  <xsl:template name="period">
    <xsl:for-each select="from">
      <xsl:call-template name="date"/>
    </xsl:for-each>
    <xsl:if test="from or until"> &#x2013; </xsl:if>
    <xsl:for-each select="until">
      <xsl:call-template name="date"/>
    </xsl:for-each>
  </xsl:template>

  <!-- 2026-10-01/2026-10-31, the period of a payment; the end may be open. -->
  <xsl:template name="days">
    <xsl:call-template name="date">
      <xsl:with-param name="of" select="substring-before(., '/')"/>
    </xsl:call-template>
    <xsl:if test="substring-after(., '/') != ''">
      <xsl:text> &#x2013; </xsl:text>
      <xsl:call-template name="date">
        <xsl:with-param name="of" select="substring-after(., '/')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- How an amount was converted: rate, day, source. -->
  <xsl:template name="conversion">
    <xsl:for-each select="conversion[converted]">
      <span class="sub">
        <xsl:text>= </xsl:text>
        <xsl:call-template name="money">
          <xsl:with-param name="of" select="converted"/>
        </xsl:call-template>
        <xsl:text> (</xsl:text>
        <l:t>rate</l:t>
        <xsl:text> </xsl:text>
        <xsl:value-of select="rate"/>
        <xsl:text>, </xsl:text>
        <xsl:call-template name="date">
          <xsl:with-param name="of" select="string(rate_date)"/>
        </xsl:call-template>
        <xsl:text>, </xsl:text>
        <xsl:value-of select="rate_source"/>
        <xsl:text>)</xsl:text>
      </span>
    </xsl:for-each>
  </xsl:template>

  <!-- Items: money collected, monitored or announced. -->
  <xsl:template name="items">
    <xsl:param name="of"/>
    <xsl:param name="with-case" select="false()"/>
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Item</l:t></th>
          <xsl:if test="$with-case">
            <th scope="col"><l:t>Case</l:t></th>
          </xsl:if>
          <th scope="col"><l:t>Date</l:t></th>
          <th scope="col"><l:t>Kind</l:t></th>
          <th scope="col"><l:t>Source</l:t></th>
          <th scope="col"><l:t>Period covered</l:t></th>
          <th scope="col" class="sum"><l:t>Amount</l:t></th>
          <th scope="col"><l:t>State</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$of">
          <xsl:sort select="id"/>
          <xsl:call-template name="one-item">
            <xsl:with-param name="with-case" select="$with-case"/>
          </xsl:call-template>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <xsl:template name="one-item">
    <xsl:param name="with-case"/>
    <tr>
      <th scope="row">
        <span class="code"><xsl:value-of select="id"/></span>
        <xsl:if test="reference">
          <span class="sub"><xsl:value-of select="reference"/></span>
        </xsl:if>
      </th>
      <xsl:if test="$with-case">
        <td class="code"><xsl:call-template name="case-link"/></td>
      </xsl:if>
      <td><xsl:for-each select="date">
        <xsl:call-template name="date"/>
      </xsl:for-each></td>
      <td><l:code kind="mode" value="mode"/></td>
      <td><l:code kind="source" value="source"/></td>
      <td><xsl:call-template name="period"/></td>
      <td class="sum">
        <xsl:for-each select="amount">
          <xsl:call-template name="money"/>
        </xsl:for-each>
        <xsl:call-template name="conversion"/>
      </td>
      <td>
        <l:code kind="item" value="state"/>
        <xsl:call-template name="item-remarks"/>
      </td>
    </tr>
  </xsl:template>

  <!-- What is to be said of an item besides its state. -->
  <xsl:template name="item-remarks">
    <xsl:if test="held_for">
      <span class="sub late">
        <l:code kind="rule" value="held_for"/>
        <xsl:text> (</xsl:text>
        <xsl:value-of select="held_for"/>
        <xsl:text>)</xsl:text>
      </span>
    </xsl:if>
    <xsl:if test="correction_of">
      <span class="sub">
        <l:t>corrects item</l:t>
        <xsl:text> </xsl:text>
        <span class="code"><xsl:value-of select="correction_of"/></span>
      </span>
    </xsl:if>
    <xsl:if test="reason">
      <span class="sub"><l:code kind="reason" value="reason"/>
        <xsl:text> (</xsl:text>
        <xsl:value-of select="reason"/>
        <xsl:text>)</xsl:text>
      </span>
    </xsl:if>
    <xsl:if test="end_to_end_id">
      <span class="sub">
        <l:t>Payment</l:t>
        <xsl:text> </xsl:text>
        <span class="code"><xsl:value-of select="end_to_end_id"/></span>
      </span>
    </xsl:if>
    <xsl:if test="received">
      <span class="sub">
        <l:t>received</l:t>
        <xsl:text> </xsl:text>
        <xsl:for-each select="received">
          <xsl:call-template name="money"/>
        </xsl:for-each>
        <xsl:text> </xsl:text>
        <xsl:for-each select="received_on">
          <xsl:call-template name="date"/>
        </xsl:for-each>
      </span>
    </xsl:if>
    <xsl:if test="difference/minor">
      <span class="sub">
        <l:t>difference</l:t>
        <xsl:text> </xsl:text>
        <xsl:for-each select="difference">
          <xsl:call-template name="money"/>
        </xsl:for-each>
        <xsl:if test="difference_reason">
          <xsl:text>: </xsl:text>
          <l:code kind="reason" value="difference_reason"/>
        </xsl:if>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- Findings: what rules and checks said of a document. -->
  <xsl:template name="findings">
    <xsl:param name="of"/>
    <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col"><l:t>Rule</l:t></th>
          <th scope="col"><l:t>What was found, and what to do next</l:t></th>
          <th scope="col"><l:t>Place</l:t></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$of">
          <tr>
            <th scope="row">
              <span class="code"><xsl:value-of select="rule"/></span>
              <span class="sub">
                <l:code kind="article" value="rule"/>
              </span>
            </th>
            <td>
              <l:code kind="rule" value="rule"/>
              <span class="sub"><l:code kind="next" value="rule"/></span>
            </td>
            <td>
              <xsl:value-of select="place"/>
              <xsl:if test="line">
                <span class="sub">
                  <l:t>line</l:t>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="line"/>
                </span>
              </xsl:if>
            </td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
    </div>
  </xsl:template>

  <!-- An address of a record: its fields, or the lines as they came. -->
  <xsl:template name="address">
    <xsl:if test="street or building">
      <xsl:value-of select="street"/>
      <xsl:if test="street and building">
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:value-of select="building"/>
      <br/>
    </xsl:if>
    <xsl:if test="postcode or town">
      <xsl:value-of select="postcode"/>
      <xsl:if test="postcode and town">
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:value-of select="town"/>
      <br/>
    </xsl:if>
    <xsl:for-each select="region | lines">
      <xsl:value-of select="."/>
      <br/>
    </xsl:for-each>
    <xsl:if test="country">
      <l:code kind="country" value="country"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
