package dev.fluxion.agent.instrument.attach;

import dev.fluxion.agent.instrument.AgentOptions;
import dev.fluxion.agent.instrument.Option;
import java.util.Optional;

/** The program {@code java -jar fluxion-agent.jar}: {@code attach <pid>} brings the agent into a running JVM, {@code --help} explains. */
public final class AttachCommand {
    private static final String COMMAND = "java -jar fluxion-agent.jar";

    private AttachCommand() {}

    /** Prints on stdout what was asked for, or that it worked; or one sentence on stderr why it did not, and exits with 1. */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.print(help());
            return;
        }
        Optional<String> failure = run(arguments);
        if (failure.isPresent()) {
            System.err.println(failure.get());
            System.exit(1);
        }
        System.out.println("Fluxion is attached to JVM " + arguments[1] + ".");
    }

    /** What can be said to the agent, and how. */
    public static String help() {
        StringBuilder out = new StringBuilder("""
                Fluxion differentiates methods of programs as they run.

                  java -javaagent:fluxion-agent.jar[=options] ...        starts a program with it
                  %1$s attach <pid> [options]     brings it into a program that runs
                  %1$s --help                     prints this

                Options are joined by commas:

                """.formatted(COMMAND));
        int width = 0;
        for (Option option : Option.values()) {
            width = Math.max(width, option.usage().length());
        }
        for (Option option : Option.values()) {
            out.append("  ")
                    .append(option.usage())
                    .append(" ".repeat(width - option.usage().length() + 2))
                    .append(option.meaning())
                    .append('\n');
        }
        return out.toString();
    }

    private static Optional<String> run(String[] arguments) {
        boolean isAttach = arguments.length >= 2 && arguments.length <= 3 && arguments[0].equals("attach");
        if (!isAttach || !arguments[1].matches("[0-9]{1,18}")) {
            return Optional.of("Usage: " + COMMAND + " attach <pid> [options], or --help for what the options are.");
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
