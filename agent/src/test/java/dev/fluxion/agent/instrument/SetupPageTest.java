package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/setup.md shows is what the recipes, which are built and run, consist of. */
class SetupPageTest {
    private static final Path PAGE = Path.of("../docs/setup.md");

    @Test
    void allOfTheMavenRecipeThatThePageShowsIsInTheProjectThatIsBuilt() throws IOException {
        String project = withoutIndentation(Files.readString(Path.of("../recipes/maven/pom.xml")));
        List<String> shown = blocks("xml");

        assertEquals(5, shown.size());
        for (String block : shown) {
            assertTrue(project.contains(withoutIndentation(block)), block);
        }
    }

    @Test
    void allOfTheGradleRecipeThatThePageShowsIsInTheProject() throws IOException {
        String project = Files.readString(Path.of("../recipes/gradle/build.gradle"));
        List<String> shown = blocks("groovy");

        assertEquals(1, shown.size());
        for (String paragraph : shown.get(0).split("\n\n", -1)) {
            assertTrue(project.contains(paragraph.strip()), paragraph);
        }
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
