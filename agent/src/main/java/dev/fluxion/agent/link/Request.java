package dev.fluxion.agent.link;

/** What somebody wants a handle of, so that it can be found again after the code has changed. */
interface Request {
    Operator operator(Linker linker) throws Throwable;
}
