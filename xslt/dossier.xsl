<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: EUPL-1.2 -->
<!-- Everything about a case but what is restricted; from a Dossier. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:l="urn:isupport:2026:label" exclude-result-prefixes="l">
  <xsl:include href="common.xsl"/>
  <xsl:include href="records.xsl"/>
  <xsl:include href="dossier-parties.xsl"/>
  <xsl:include href="dossier-subjects.xsl"/>
  <xsl:include href="dossier-money.xsl"/>
  <xsl:include href="dossier-messages.xsl"/>

  <xsl:key name="document" match="documents" use="number"/>

  <xsl:template match="Dossier" mode="title">
    <l:t>Case</l:t>
    <xsl:text> </xsl:text>
    <xsl:value-of select="case/id"/>
  </xsl:template>

  <xsl:template match="Dossier" mode="kind">
    <l:t>Dossier</l:t>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:value-of select="unit"/>
    <xsl:text> &#xB7; </xsl:text>
    <xsl:call-template name="time">
      <xsl:with-param name="of" select="string(printed_at)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="Dossier" mode="main">
    <xsl:if test="case/non_disclosure = 'true'">
      <xsl:call-template name="non-disclosure"/>
    </xsl:if>
    <xsl:if test="case/hold">
      <div class="banner" role="note">
        <p><strong><l:t>This case is on hold.</l:t></strong></p>
        <p><xsl:value-of select="case/hold"/></p>
      </div>
    </xsl:if>
    <xsl:apply-templates select="case" mode="head"/>
    <nav>
      <xsl:attribute name="aria-label"><l:t>On this page</l:t></xsl:attribute>
      <ul>
        <li><a href="#tasks"><l:t>Tasks</l:t></a></li>
        <li><a href="#parties"><l:t>Parties</l:t></a></li>
        <li><a href="#debt"><l:t>Decision and debt</l:t></a></li>
        <li><a href="#money"><l:t>Money</l:t></a></li>
        <li><a href="#messages"><l:t>Messages</l:t></a></li>
        <li><a href="#documents"><l:t>Documents</l:t></a></li>
        <li>
          <a href="worklist.&#xF8F0;self:lang&#xF8F1;.html">
            <l:t>Worklist</l:t>
          </a>
        </li>
      </ul>
    </nav>
    <section id="tasks">
      <h2><l:t>Tasks</l:t></h2>
      <xsl:if test="not(tasks)"><p><l:t>No tasks.</l:t></p></xsl:if>
      <xsl:if test="tasks[not(state = 'done')]">
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="tasks[not(state = 'done')]"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="tasks[state = 'done']">
        <h3><l:t>Done</l:t></h3>
        <xsl:call-template name="tasks">
          <xsl:with-param name="of" select="tasks[state = 'done']"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="findings">
        <h3><l:t>Findings</l:t></h3>
        <xsl:call-template name="findings">
          <xsl:with-param name="of" select="findings"/>
        </xsl:call-template>
      </xsl:if>
    </section>
    <xsl:if test="more">
      <p>
        <l:t>Older rows that are not shown:</l:t>
        <xsl:text> </xsl:text>
        <xsl:value-of select="more"/>
      </p>
    </xsl:if>
    <section id="parties">
      <h2><l:t>Parties</l:t></h2>
      <xsl:apply-templates select="case/application" mode="parties"/>
      <xsl:apply-templates select="case[corrections]" mode="corrections"/>
      <xsl:apply-templates select="case[disclosures]" mode="disclosures"/>
      <xsl:apply-templates select="case[deferrals]" mode="deferrals"/>
    </section>
    <section id="debt">
      <h2><l:t>Decision and debt</l:t></h2>
      <xsl:apply-templates select="case/application" mode="decision"/>
    </section>
    <section id="money">
      <h2><l:t>Money</l:t></h2>
      <xsl:call-template name="money-section"/>
    </section>
    <section id="messages">
      <h2><l:t>Messages</l:t></h2>
      <xsl:call-template name="messages"/>
    </section>
    <section id="documents">
      <h2><l:t>Documents</l:t></h2>
      <xsl:call-template name="documents"/>
    </section>
  </xsl:template>

  <!-- R-610: the caseworker must see it first. -->
  <xsl:template name="non-disclosure">
    <div class="banner" role="note">
      <p><strong><l:t>Non-disclosure: a Central Authority has determined that
      disclosure could endanger a person (Convention, Article
      40).</l:t></strong></p>
      <p><l:t>Do not give the applicant’s address, contact details or account
      to the other party, and to a court only where it is necessary. They
      stand on the Restricted Information page alone.</l:t></p>
    </div>
  </xsl:template>

  <!-- ==== the head ================================================ -->

  <xsl:template match="case" mode="head">
    <dl>
      <l:item value="role" as="code" kind="role">Our role</l:item>
      <div>
        <dt><l:t>Other authority</l:t></dt>
        <dd>
          <xsl:value-of select="other"/>
          <xsl:variable name="code" select="other"/>
          <xsl:for-each select="(application/requesting |
              application/requested)[code = $code]/name">
            <xsl:text>, </xsl:text>
            <xsl:value-of select="."/>
          </xsl:for-each>
        </dd>
      </div>
      <l:item value="instrument" as="code" kind="instrument"
          >Instrument</l:item>
      <l:item value="type" as="code" kind="type">Application</l:item>
      <l:item value="status" as="code" kind="status"
          >State of the case</l:item>
      <l:item value="reference" >Our reference</l:item>
      <l:item value="other_reference">Their reference</l:item>
      <l:item value="thread">Thread of messages</l:item>
      <l:item value="opened_on" as="date">Opened</l:item>
      <l:item value="acknowledged_on" as="date">Acknowledged</l:item>
      <xsl:variable name="due">
        <xsl:for-each select="../tasks[not(state = 'done')]/due">
          <xsl:sort/>
          <xsl:if test="position() = 1"><xsl:value-of select="."/></xsl:if>
        </xsl:for-each>
      </xsl:variable>
      <div>
        <dt><l:t>Next deadline</l:t></dt>
        <dd>
          <xsl:if test="$due = ''"><xsl:call-template name="none"/></xsl:if>
          <xsl:call-template name="date">
            <xsl:with-param name="of" select="string($due)"/>
          </xsl:call-template>
          <xsl:if test="../tasks[not(state = 'done')][overdue = 'true']">
            <xsl:text> </xsl:text>
            <span class="mark late"><l:t>overdue</l:t></span>
          </xsl:if>
        </dd>
      </div>
      <div>
        <dt><l:t>Enforceable here</l:t></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="enforceable = 'true'"><l:t>yes</l:t></xsl:when>
            <xsl:otherwise><l:t>not yet</l:t></xsl:otherwise>
          </xsl:choose>
        </dd>
      </div>
    </dl>
  </xsl:template>

</xsl:stylesheet>
