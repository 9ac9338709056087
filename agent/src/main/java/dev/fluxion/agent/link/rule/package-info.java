/**
 * Rules for methods that are not read: the agent's own, and an application's. Rule classes and lists come in; how a call is
 * treated, and the code of its rule, go out.
 */
package dev.fluxion.agent.link.rule;
