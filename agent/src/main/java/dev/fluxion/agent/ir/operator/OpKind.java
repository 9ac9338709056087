package dev.fluxion.agent.ir.operator;

/**
 * Which of the {@linkplain Operator operators} an op has. A pass that decides by operator does so in a {@code switch} expression over
 * this, without a default: then the compiler says where an operator that is new has to be thought of.
 */
public enum OpKind {
    ARITHMETIC,
    CONSTANT,
    ARRAY_LOAD,
    ARRAY_STORE,
    ARRAY_LENGTH,
    NEW_ARRAY,
    NEW_OBJECT,
    FIELD_GET,
    FIELD_PUT,
    INVOKE,
    INVOKE_DYNAMIC,
    INVOKE_VARIANT,
    CHECK_CAST,
    INSTANCE_OF,
    MONITOR,
    STRONG_SCALE,
    STRONG_RATIO,
    SHADOW_OPERATION,
    REFUSE
}
