package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.attach.AttachCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reader of options, the help and the table of docs/agent.md know the same options with the same values. */
class OptionsPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z.]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);
    private static final Pattern LINE = Pattern.compile("^  ([a-z.]+)=(\\S+)  +\\S", Pattern.MULTILINE);

    /** By key, what stands in code in the second column. */
    private static Map<String, String> page() throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        ROW.matcher(Files.readString(Path.of("../docs/agent.md"))).results().forEach(row -> {
            String values = Pattern.compile("`([^`]+)`")
                    .matcher(row.group(2))
                    .results()
                    .map(value -> value.group(1))
                    .collect(Collectors.joining("|"));
            options.put(row.group(1), values);
        });
        return options;
    }

    private static Map<String, String> help() {
        Map<String, String> options = new LinkedHashMap<>();
        LINE.matcher(AttachCommand.help()).results().forEach(line -> options.put(line.group(1), line.group(2)));
        return options;
    }

    private static Map<String, String> read() {
        return Arrays.stream(Option.values())
                .map(option -> option.usage().split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1], (a, b) -> a, LinkedHashMap::new));
    }

    @Test
    void thePageHasTheOptionsThatAreRead() throws IOException {
        assertEquals(new TreeMap<>(read()), new TreeMap<>(page()));
    }

    @Test
    void theHelpHasTheOptionsThatAreReadInTheirOrder() {
        assertEquals(read().toString(), help().toString());
    }

    @Test
    void whatTheHelpShowsIsUnderstood() {
        help().forEach((key, values) -> {
            String needed = key.equals("dump.match") ? "dump=DIR," : "";
            for (String value : values.split("\\|", -1)) {
                assertDoesNotThrow(() -> AgentOptions.parse(needed + key + "=" + value), key);
            }
        });
    }
}
