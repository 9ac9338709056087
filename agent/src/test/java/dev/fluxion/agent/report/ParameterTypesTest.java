package dev.fluxion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.operator.MethodReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTypesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ()V                                | f()
            (D)D                               | f(double)
            (BCFIJSZ)D                         | f(byte,char,float,int,long,short,boolean)
            ([DI[[Ljava/util/Map$Entry;)V      | f(double[],int,Map$Entry[][])
            (LLoss;La/Loss;[LLx;)D             | f(Loss,Loss,Lx[])
            """)
    void aMethodIsNamedByItsParametersAsPeopleWriteIt(String descriptor, String display) {
        assertEquals(display, ParameterTypes.display(new MethodReference("a/Owner", "f", descriptor, false)));
    }
}
