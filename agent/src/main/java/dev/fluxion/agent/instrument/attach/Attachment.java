package dev.fluxion.agent.instrument.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.fluxion.agent.instrument.AgentJar;
import dev.fluxion.agent.instrument.FluxionAgent;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Optional;

/** Attaches by the JDK's module jdk.attach, and puts each way it can fail into one sentence. */
final class Attachment {
    private Attachment() {}

    /** Loads this agent into another JVM; the sentence that says why that failed, or empty. */
    static Optional<String> attach(long pid, String options) {
        try {
            VirtualMachine target = VirtualMachine.attach(Long.toString(pid));
            try {
                target.loadAgent(AgentJar.path().toString(), options);
                return Optional.ofNullable(target.getSystemProperties().getProperty(FluxionAgent.FAILURE));
            } finally {
                target.detach();
            }
        } catch (AttachNotSupportedException
                | AgentLoadException
                | AgentInitializationException
                | IOException
                | URISyntaxException failure) {
            return Optional.of(explain(pid, failure));
        }
    }

    /** The JDK tells most of these apart by their messages only. */
    static String explain(long pid, Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("does not support the attach mechanism")) {
            return "JVM " + pid + " was started with -XX:+DisableAttachMechanism: start it without that flag, or with"
                    + " -javaagent:fluxion-agent.jar.";
        }
        if (message.contains("Dynamic agent loading is not enabled")) {
            return "JVM " + pid
                    + " does not let agents be attached: start it with -XX:+EnableDynamicAgentLoading, or with"
                    + " -javaagent:fluxion-agent.jar.";
        }
        if (message.contains("Operation not permitted") || message.contains("not secure")) {
            return "No permission to attach to process " + pid + ": run the command as the user who runs that JVM.";
        }
        if (failure instanceof AttachNotSupportedException) {
            return "Process " + pid + " does not answer: it is not a JVM, it hangs, or it was started with"
                    + " -XX:+DisableAttachMechanism.";
        }
        if (failure instanceof AgentInitializationException) {
            return "JVM " + pid + " could not start the agent, which needs Java 17 or later; its stderr says more.";
        }
        return "JVM " + pid + " could not load the agent: " + message + ".";
    }
}
