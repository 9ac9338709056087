package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's own reference: derivatives by mpmath with 60 digits. */
class PartialsTest {
    private static final BigDecimal ACCURACY = new BigDecimal("1e-28");

    /** Function, arguments, first derivatives, second ones: xx, or xx, xy and yy. */
    private static final String[] EXACT = {
        "SIN 0.7 | 0.7648421872844884548648723598739629 -0.6442176872376910197067980902825122",
        "SIN -1.9 | -0.3232895668635033382305020506505354 0.9463000876874145172035912718713982",
        "SIN 250.5 | 0.6767830528371570304863889494869774 0.7361825177171880622051899898295432",
        "COS 0.7 | -0.6442176872376910197067980902825122 -0.7648421872844884548648723598739629",
        "COS -1.9 | 0.9463000876874145172035912718713982 0.3232895668635033382305020506505354",
        "COS 250.5 | 0.7361825177171880622051899898295432 -0.6767830528371570304863889494869774",
        "TAN 0.7 | 1.709449715863117148680387168202141 2.879699265314832292328697912786292",
        "TAN -1.9 | 9.567899860432798763393549265029663 56.01235180431732342441192171928367",
        "ASIN 0.3 | 1.048284836721918291935309560154876 0.3455884077105224985057274762669116",
        "ASIN -0.99 | 7.088812050083355875408833335970406 -352.6594939488701533591616086005833",
        "ACOS 0.3 | -1.048284836721918291935309560154876 -0.3455884077105224985057274762669116",
        "ACOS -0.99 | -7.088812050083355875408833335970406 352.6594939488701533591616086005833",
        "ATAN 0.3 | 0.9174311926605504643223113776205195 -0.5050079959599360198039919109708849",
        "ATAN -4.5 | 0.04705882352941176470588235294117647 0.01993079584775086505190311418685121",
        "SINH 0.125 | 1.007822677825710859846949685520422 0.1253257752411154569820575422913716",
        "SINH -2.3 | 5.037220649268761359863191011416225 -4.936961805545957608323702041881908",
        "COSH 0.125 | 0.1253257752411154569820575422913716 1.007822677825710859846949685520422",
        "COSH -2.3 | -4.936961805545957608323702041881908 5.037220649268761359863191011416225",
        "TANH 0.125 | 0.9845363309503933903410077702298146 -0.2448600962137501997456550682122983",
        "TANH -2.3 | 0.03941105402602481865396817199130118 0.07725326404791819327927271278482238",
        "EXP -3.7 | 0.0247235264703393868109768490153519 0.0247235264703393868109768490153519",
        "EXP 1.25 | 3.490342957461841376130546029672265 3.490342957461841376130546029672265",
        "EXPM1 -3.7 | 0.0247235264703393868109768490153519 0.0247235264703393868109768490153519",
        "EXPM1 1.25 | 3.490342957461841376130546029672265 3.490342957461841376130546029672265",
        "LOG 0.0625 | 16.0 -256.0",
        "LOG 17.3 | 0.05780346820809248317503847184971046 -0.003341240936883958427800230966620948",
        "LOG10 0.0625 | 6.948711710452029242418062702665681 -111.1793873672324678786890032426509",
        "LOG10 17.3 | 0.02510372727764461328403802666378898 -0.001451082501597954465490283015304536",
        "LOG1P 0.0625 | 0.9411764705882352941176470588235294 -0.8858131487889273356401384083044983",
        "LOG1P 17.3 | 0.05464480874316939678538404920988934 -0.002986055122577562549927009469025505",
        "SQRT 0.3 | 0.9128709291752768726531217060238862 -1.521451548625461510726887514559421",
        "SQRT 77.7 | 0.05672303956509398294222178581292006 -0.0003650131246145043813858583822230476",
        "CBRT 0.3 | 0.7438143889801883759985072650065331 -1.652920864400418674500376195814331",
        "CBRT 77.7 | 0.01830619423566648082987720121233587 -0.000157067303609322009097031416406318",
        "TO_RADIANS 33.0 | 0.01745329251994329576923690768488613 0.0",
        "TO_DEGREES 0.33 | 57.29577951308232087679815481410517 0.0",
        "POW 1.7 2.3 | 4.584705393905638190882131526190786 1.798137455724287510101171071555027 3.50595118357489940555000103692055 4.42612437606676878995449509226468 0.954142533300359490834731687689019",
        "POW 0.4 -1.1 | -7.534712806398369342294941561905838 -2.510540913395029125022324562821956 39.55724223359143852422271559991198 13.75372642674393820793872028951295 2.300385370934740845164723478581458",
        "HYPOT 1.7 -0.3 | 0.9847835588179368086777634144677038 -0.1737853339090476702280319844355194 0.01749516784319271875743195417995801 0.0991392844447587407045331936416619 0.5617892785202995367738389992712944",
        "ATAN2 1.7 -0.3 | -0.1006711409395973170364910043693982 -0.5704697986577181360827500573390988 0.1148596910049096936545295210568276 0.3153011125624972019198659593202183 -0.1148596910049096936545295210568276",
        "ATAN2 -0.2 2.5 | 0.397456279809220985410960182431761 0.03179650238473768059793726709876431 0.02527543909756572382789202507461179 -0.156960476795883136145907213192222 -0.02527543909756572382789202507461179"
    };

    static Stream<String> exact() {
        return Arrays.stream(EXACT);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void partialsAreThoseOfManyDigits(String line) {
        String[] sides = line.split(" \\| ", 2);
        String[] left = sides[0].split(" ", -1);
        double[] arguments =
                Arrays.stream(left).skip(1).mapToDouble(Double::parseDouble).toArray();
        String[] expected = sides[1].split(" ", -1);
        MathFunction function = MathFunction.valueOf(left[0]);
        Partials partials = Partials.of(function, arguments, function.apply(false, arguments));
        int arity = function.arity();
        int next = 0;
        for (int i = 0; i < arity; i++) {
            assertClose(expected[next++], partials.first()[i]);
        }
        for (int i = 0; i < arity; i++) {
            for (int j = i; j < arity; j++) {
                assertClose(expected[next++], partials.second() == null ? DoubleDouble.ZERO : partials.second()[i][j]);
            }
        }
        assertEquals(expected.length, next);
    }

    private static void assertClose(String expected, DoubleDouble got) {
        BigDecimal exact = new BigDecimal(expected);
        BigDecimal sum = new BigDecimal(got.high()).add(new BigDecimal(got.low()));
        BigDecimal distance = exact.subtract(sum, MathContext.DECIMAL128).abs();
        assertTrue(
                distance.compareTo(exact.abs().multiply(ACCURACY)) <= 0, () -> "expected " + expected + ", got " + sum);
    }

    @Test
    void quotientsAndRemaindersHaveExactPartials() {
        Partials quotient = Partials.of(Operator.DIVIDE, 3, 8);
        assertEquals(0.125, quotient.first()[0].value());
        assertEquals(-3.0 / 64, quotient.first()[1].value());
        assertEquals(-1.0 / 64, quotient.second()[0][1].value());
        assertEquals(6.0 / 512, quotient.second()[1][1].value());
        assertEquals(-2, Partials.of(Operator.REMAINDER, 7.5, 3).first()[1].value());
        assertEquals(2, Partials.of(Operator.REMAINDER, -7.5, 3).first()[1].value());
        double[] near = {7.5, 4};
        assertEquals(
                -2,
                Partials.of(MathFunction.IEEE_REMAINDER, near, Math.IEEEremainder(7.5, 4))
                        .first()[1]
                        .value());
    }

    @Test
    void kinksFollowTheDocumentedConventions() {
        assertEquals(
                0, Partials.of(MathFunction.ABS, new double[] {0}, 0).first()[0].value());
        Partials tie = Partials.of(MathFunction.MAX, new double[] {2, 2}, 2);
        assertEquals(0.5, tie.first()[0].value());
        assertEquals(0.5, tie.first()[1].value());
        assertEquals(
                0,
                Partials.of(MathFunction.HYPOT, new double[] {0, 0}, 0)
                        .first()[0]
                        .value());
        assertEquals(
                0,
                Partials.of(MathFunction.POW, new double[] {-2, 3}, -8)
                        .first()[1]
                        .value());
        assertEquals(
                12,
                Partials.of(MathFunction.POW, new double[] {-2, 3}, -8)
                        .first()[0]
                        .value());
    }
}
