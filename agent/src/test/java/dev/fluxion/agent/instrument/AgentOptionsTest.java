package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.report.LogLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutArgumentNothingIsWrittenButWarnings(String argument) {
        assertEquals(new AgentOptions("", LogLevel.WARN, null, null), AgentOptions.parse(argument));
    }

    @ParameterizedTest
    @EnumSource
    void eachLevelIsRead(LogLevel level) {
        assertEquals(
                level,
                AgentOptions.parse("log=" + level.name().toLowerCase(java.util.Locale.ROOT))
                        .log());
    }

    @Test
    void allOptionsAreReadInAnyOrder() {
        String argument = "dump.match=com.acme.Model.loss([D)D,log=debug,dump=/tmp/a=b c";
        assertEquals(
                new AgentOptions(argument, LogLevel.DEBUG, "/tmp/a=b c", "com.acme.Model.loss([D)D"),
                AgentOptions.parse(argument));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            lag=debug               | unknown option 'lag=debug'; options are GRAMMAR.
            log                     | unknown option 'log'; options are GRAMMAR.
            log=loud                | unknown value 'loud' of option 'log'; options are GRAMMAR.
            log=WARN                | unknown value 'WARN' of option 'log'; options are GRAMMAR.
            log=warn,               | unknown option ''; options are GRAMMAR.
            log=warn,log=info       | option 'log' is given twice.
            dump=a,dump=a           | option 'dump' is given twice.
            dump=                   | option 'dump' names no folder.
            dump=a,b                | unknown option 'b'; options are GRAMMAR.
            dump.match=a.B          | option 'dump.match' says of what to write, but 'dump' does not say where to.
            dump=a,dump.match=a/B   | option 'dump.match': 'a/B' is no pattern like com.acme.Model, com.acme.Model.loss, com.acme.Model.loss([D)D, com.acme.*.loss or com.acme.**.
            """)
    void whatIsNotUnderstoodIsASentence(String argument, String message) {
        String grammar = "log=off|error|warn|info|debug, dump=DIR, dump.match=PATTERN";
        assertEquals(
                message.replace("GRAMMAR", grammar),
                assertThrows(IllegalArgumentException.class, () -> AgentOptions.parse(argument))
                        .getMessage());
    }
}
