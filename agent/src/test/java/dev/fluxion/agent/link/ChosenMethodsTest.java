package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.ir.operator.MethodReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChosenMethodsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            com.acme.Model             | true  | true  | false
            com.acme.Model.loss        | true  | false | false
            com.acme.Model.*           | true  | true  | false
            com.acme.*                 | true  | true  | false
            com.acme.*.loss            | true  | false | false
            com.acme.**                | true  | true  | true
            **                         | true  | true  | true
            **.Model                   | true  | true  | false
            **.loss                    | true  | false | true
            com.acme.Model.l*          | true  | false | false
            com.acme.Model.loss([D)D   | true  | false | false
            com.acme.Model.loss(D)D    | false | false | false
            com.acme.Mod               | false | false | false
            com.acme                   | false | false | false
            Model                      | false | false | false
            """)
    void aPatternIsOfMethodsOrOfClasses(String pattern, boolean loss, boolean slope, boolean nested) {
        ChosenMethods chosen = ChosenMethods.parse(pattern);
        assertEquals(loss, chosen.test(new MethodReference("com/acme/Model", "loss", "([D)D", false)));
        assertEquals(slope, chosen.test(new MethodReference("com/acme/Model", "slope", "(D)D", false)));
        assertEquals(nested, chosen.test(new MethodReference("com/acme/in/Other$In", "loss", "(F)F", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "com.acme.", "com/acme/Model", "a b", "com.acme.Model.loss(", "(D)D", "[a"})
    void whatIsNoPatternIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ChosenMethods.parse(text))
                .getMessage();
        assertEquals(
                "'" + text + "' is no pattern like com.acme.Model, com.acme.Model.loss, com.acme.Model.loss([D)D,"
                        + " com.acme.*.loss or com.acme.**.",
                message);
    }
}
