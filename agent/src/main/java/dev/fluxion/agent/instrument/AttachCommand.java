package dev.fluxion.agent.instrument;

import java.util.Optional;

/** The program {@code java -jar fluxion-agent.jar attach <pid>}: brings the agent into a running JVM. */
public final class AttachCommand {
    private AttachCommand() {}

    /** Prints one sentence: on stdout that it worked, or on stderr why it did not, and exits with 1. */
    public static void main(String[] arguments) {
        Optional<String> failure = run(arguments);
        if (failure.isPresent()) {
            System.err.println(failure.get());
            System.exit(1);
        }
        System.out.println("Fluxion is attached to JVM " + arguments[1] + ".");
    }

    private static Optional<String> run(String[] arguments) {
        boolean isAttach = arguments.length >= 2 && arguments.length <= 3 && arguments[0].equals("attach");
        if (!isAttach || !arguments[1].matches("[0-9]{1,18}")) {
            return Optional.of("Usage: java -jar fluxion-agent.jar attach <pid> [" + AgentOptions.grammar() + "]");
        }
        long pid = Long.parseLong(arguments[1]);
        String options = arguments.length == 3 ? arguments[2] : "";
        try {
            AgentOptions.parse(options);
        } catch (IllegalArgumentException wrong) {
            return Optional.of("Nothing was attached: " + wrong.getMessage());
        }
        Optional<String> obstacle = TargetProcess.obstacle(pid);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        try {
            return Attachment.attach(pid, options);
        } catch (NoClassDefFoundError missing) {
            return Optional.of("This Java runtime (" + System.getProperty("java.home")
                    + ") lacks the module jdk.attach: run the command with a full JDK.");
        }
    }
}
