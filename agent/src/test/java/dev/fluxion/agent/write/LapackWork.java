package dev.fluxion.agent.write;

import java.util.List;
import org.netlib.arpack.Dsaupd;
import org.netlib.lapack.Dgeev;
import org.netlib.lapack.Dgelss;
import org.netlib.lapack.Dgesvd;
import org.netlib.lapack.Dggev;
import org.netlib.lapack.Dsyevr;
import org.netlib.util.doubleW;
import org.netlib.util.intW;

/** Factorizations by LAPACK and an eigenvalue iteration by ARPACK; the results, to the last bit. */
public final class LapackWork {
    private static final int N = 6;
    private static final int SPACE = 400;

    private LapackWork() {}

    /** Every number as its bits. */
    public static List<Long> results() {
        Bits bits = new Bits();
        singularValues(bits);
        eigenvalues(bits);
        symmetricEigenvalues(bits);
        generalizedEigenvalues(bits);
        leastSquares(bits);
        lanczos(bits);
        return bits.list();
    }

    /** By columns, with no structure. */
    private static double[] matrix(double seed) {
        double[] a = new double[N * N];
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.sin(seed * (i + 1)) + (i % (N + 1) == 0 ? 2 : 0);
        }
        return a;
    }

    private static double[] symmetric(double seed) {
        double[] a = matrix(seed);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < i; j++) {
                a[i + N * j] = a[j + N * i];
            }
        }
        return a;
    }

    private static void singularValues(Bits bits) {
        double[] s = new double[N];
        double[] u = new double[N * N];
        double[] vt = new double[N * N];
        intW info = new intW(-1);
        Dgesvd.dgesvd("A", "A", N, N, matrix(0.7), 0, N, s, 0, u, 0, N, vt, 0, N, new double[SPACE], 0, SPACE, info);
        bits.add(info.val).add(s).add(u).add(vt);
    }

    private static void eigenvalues(Bits bits) {
        double[] real = new double[N];
        double[] imaginary = new double[N];
        double[] right = new double[N * N];
        intW info = new intW(-1);
        double[] none = new double[1];
        double[] work = new double[SPACE];
        Dgeev.dgeev(
                "N", "V", N, matrix(1.3), 0, N, real, 0, imaginary, 0, none, 0, 1, right, 0, N, work, 0, SPACE, info);
        bits.add(info.val).add(real).add(imaginary).add(right);
    }

    private static void symmetricEigenvalues(Bits bits) {
        double[] values = new double[N];
        double[] vectors = new double[N * N];
        intW found = new intW(0);
        intW info = new intW(-1);
        int[] integers = new int[SPACE];
        double[] work = new double[SPACE];
        Dsyevr.dsyevr(
                "V",
                "A",
                "U",
                N,
                symmetric(0.4),
                0,
                N,
                0,
                0,
                0,
                0,
                0,
                found,
                values,
                0,
                vectors,
                0,
                N,
                new int[2 * N],
                0,
                work,
                0,
                SPACE,
                integers,
                0,
                SPACE,
                info);
        bits.add(info.val, found.val).add(values).add(vectors);
    }

    private static void generalizedEigenvalues(Bits bits) {
        double[] real = new double[N];
        double[] imaginary = new double[N];
        double[] beta = new double[N];
        double[] left = new double[N * N];
        double[] right = new double[N * N];
        intW info = new intW(-1);
        Dggev.dggev(
                "V",
                "V",
                N,
                matrix(0.9),
                0,
                N,
                matrix(2.1),
                0,
                N,
                real,
                0,
                imaginary,
                0,
                beta,
                0,
                left,
                0,
                N,
                right,
                0,
                N,
                new double[SPACE],
                0,
                SPACE,
                info);
        bits.add(info.val).add(real).add(imaginary).add(beta).add(left).add(right);
    }

    private static void leastSquares(Bits bits) {
        double[] b = {1, -2, 3, 0.5, 0, 7};
        double[] s = new double[4];
        intW rank = new intW(0);
        intW info = new intW(-1);
        Dgelss.dgelss(N, 4, 1, matrix(1.9), 0, N, b, 0, N, s, 0, 1e-12, rank, new double[SPACE], 0, SPACE, info);
        bits.add(info.val, rank.val).add(b).add(s);
    }

    /** The largest eigenvalues of a tridiagonal matrix; ARPACK asks for products with it. */
    private static void lanczos(Bits bits) {
        int n = 40;
        int ncv = 12;
        double[] residual = new double[n];
        java.util.Arrays.fill(residual, 1);
        double[] basis = new double[n * ncv];
        double[] workD = new double[3 * n];
        double[] workL = new double[ncv * (ncv + 8)];
        int[] parameters = new int[11];
        parameters[0] = 1;
        parameters[2] = 300;
        parameters[6] = 1;
        int[] pointers = new int[11];
        intW ido = new intW(0);
        intW info = new intW(1);
        doubleW tolerance = new doubleW(1e-10);
        int products = 0;
        do {
            Dsaupd.dsaupd(
                    ido,
                    "I",
                    n,
                    "LA",
                    4,
                    tolerance,
                    residual,
                    0,
                    ncv,
                    basis,
                    0,
                    n,
                    parameters,
                    0,
                    pointers,
                    0,
                    workD,
                    0,
                    workL,
                    0,
                    workL.length,
                    info);
            int x = pointers[0] - 1;
            int y = pointers[1] - 1;
            for (int i = 0; i < n && ido.val != 99; i++) {
                double left = i > 0 ? workD[x + i - 1] : 0;
                double right = i < n - 1 ? workD[x + i + 1] : 0;
                workD[y + i] = (2 + 0.1 * i) * workD[x + i] - left - right;
            }
            products++;
        } while (ido.val != 99 && products < 1000);
        bits.add(info.val, products).add(workL).add(residual);
    }
}
