/**
 * The program between bytecode and bytecode: functions of blocks in SSA form, whose parameters are the joins, with a text form.
 * Ops come in; functions go out, which every stage takes and gives.
 */
package dev.fluxion.agent.ir;
