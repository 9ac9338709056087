/**
 * What the agent tells: its log, the dumps of what is made of methods, and to whom they go. Functions and classes come in as they
 * are made; lines and files go out.
 */
package dev.fluxion.agent.report;
