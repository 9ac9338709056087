package dev.fluxion.agent.derive.random;

import java.util.stream.Collectors;

/** What was wrong in which mode. */
record Failure(String mode, String what, String expected, String got) {
    /** Whether both look like the same defect. */
    boolean resembles(Failure other) {
        return mode.equals(other.mode) && what.equals(other.what);
    }

    /** The kind of a refusal: its cause without names, lines and other details. */
    static String refusal(String message) {
        String head = message.lines().findFirst().orElse("");
        int defect = head.indexOf("defect");
        String cause = defect >= 0 ? head.substring(defect) : head;
        return "refusal: " + cause.replaceAll("[\\w$.]*\\d[\\w$.:]*", "#").replaceAll("(.{90}).*", "$1");
    }

    @Override
    public String toString() {
        return mode + ", " + what + ": expected " + expected + ", got "
                + got.lines().limit(2).collect(Collectors.joining(" "));
    }
}
