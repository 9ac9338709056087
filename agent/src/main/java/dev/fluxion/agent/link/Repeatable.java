package dev.fluxion.agent.link;

import dev.fluxion.runtime.Refusal;

/** Refuses a method that would do something again in a further pass. */
final class Repeatable {
    private final Linker linker;
    private final Target target;
    private String obstacle;
    private boolean isKnown;

    Repeatable(Linker linker, Target target) {
        this.linker = linker;
        this.target = target;
    }

    boolean is() {
        return obstacle() == null;
    }

    void require() throws Refusal {
        if (!is()) {
            throw new Refusal(refusal());
        }
    }

    /** Why it is refused. */
    String refusal() {
        return "Cannot differentiate " + target.display()
                + " in several passes, as a Jacobian or a Hessian takes them: " + obstacle()
                + " would happen in each. Take it out of the method, or use gradient, jvp, vjp or hvp, which run"
                + " the method once.";
    }

    private synchronized String obstacle() {
        if (!isKnown) {
            obstacle = VisibleEffects.find(linker, target);
            isKnown = true;
        }
        return obstacle;
    }
}
