package dev.fluxion.agent.write;

import Jama.EigenvalueDecomposition;
import Jama.Matrix;
import Jama.SingularValueDecomposition;
import cern.colt.matrix.DoubleMatrix2D;
import cern.colt.matrix.impl.DenseDoubleMatrix2D;
import cern.colt.matrix.linalg.Algebra;
import cern.jet.random.Gamma;
import cern.jet.random.engine.MersenneTwister;
import cern.jet.stat.Probability;
import hep.aida.bin.DynamicBin1D;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.special.Erf;
import org.hipparchus.special.elliptic.legendre.LegendreEllipticIntegral;
import org.hipparchus.util.FastMath;

/** Something of everything from small and large numerical libraries; the results, to the last bit. */
public final class LinearAlgebraWork {
    private static final double[][] A = {{4, 1, -0.5, 2}, {0.3, 3, 0.25, 1}, {0.5, 2.25, 2, -1}, {1, 0, 7, 0.125}};

    private LinearAlgebraWork() {}

    /** Jama. */
    public static final class OfJama {
        private OfJama() {}

        public static List<Long> results() {
            Matrix a = new Matrix(A);
            Bits bits = new Bits();
            bits.add(a.inverse().getRowPackedCopy()).add(a.det(), a.cond());
            bits.add(a.qr().getR().getRowPackedCopy());
            EigenvalueDecomposition eigen = a.eig();
            bits.add(eigen.getRealEigenvalues()).add(eigen.getImagEigenvalues());
            SingularValueDecomposition values = a.svd();
            bits.add(values.getSingularValues()).add(values.getV().getRowPackedCopy());
            bits.add(a.getMatrix(new int[] {2, 0}, 1, 3).getRowPackedCopy());
            return bits.add(a.plus(a.transpose()).eig().getV().getRowPackedCopy())
                    .list();
        }
    }

    /** Colt. */
    public static final class OfColt {
        private OfColt() {}

        public static List<Long> results() {
            Algebra algebra = new Algebra();
            DoubleMatrix2D a = new DenseDoubleMatrix2D(A);
            Bits bits = new Bits();
            bits.add(algebra.det(a), algebra.cond(a), algebra.rank(a));
            for (double[] row : algebra.inverse(a).toArray()) {
                bits.add(row);
            }
            bits.add(algebra.mult(a, a.viewDice()).viewRow(2).toArray());
            Gamma gamma = new Gamma(2.5, 1.5, new MersenneTwister(7));
            DynamicBin1D bin = new DynamicBin1D();
            for (int i = 0; i < 200; i++) {
                bin.add(gamma.nextDouble());
            }
            bits.add(bin.mean(), bin.variance(), bin.median(), bin.skew(), bin.quantile(0.9));
            return bits.add(Probability.normalInverse(0.3), Probability.studentT(4, 1.2))
                    .list();
        }
    }

    /** EJML. */
    public static final class OfEjml {
        private OfEjml() {}

        public static List<Long> results() {
            DMatrixRMaj a = new DMatrixRMaj(A);
            Bits bits = new Bits();
            DMatrixRMaj inverse = new DMatrixRMaj(4, 4);
            CommonOps_DDRM.invert(a, inverse);
            bits.add(inverse.data).add(CommonOps_DDRM.det(a));
            SingularValueDecomposition_F64<DMatrixRMaj> values = DecompositionFactory_DDRM.svd(4, 4, true, true, false);
            bits.add(values.decompose(a.copy()) ? 1 : 0)
                    .add(values.getSingularValues())
                    .add(values.getU(null, false).data);
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(4, true);
            bits.add(eigen.decompose(a.copy()) ? 1 : 0);
            for (int i = 0; i < 4; i++) {
                bits.add(eigen.getEigenvalue(i).real, eigen.getEigenvalue(i).imaginary);
            }
            DMatrixRMaj large = new DMatrixRMaj(130, 130);
            for (int i = 0; i < large.data.length; i++) {
                large.data[i] = Math.cos(i);
            }
            DMatrixRMaj product = new DMatrixRMaj(130, 130);
            CommonOps_DDRM.multTransA(large, large, product);
            return bits.add(product.data).list();
        }
    }

    /** Hipparchus. */
    public static final class OfHipparchus {
        private OfHipparchus() {}

        public static List<Long> results() {
            Bits bits = new Bits();
            EigenDecompositionNonSymmetric eigen = new EigenDecompositionNonSymmetric(new Array2DRowRealMatrix(A));
            bits.add(eigen.getEigenvalue(0).getReal(), eigen.getEigenvalue(0).getImaginary());
            bits.add(eigen.getD().getRow(2)).add(eigen.getV().getRow(1));
            DSFactory factory = new DSFactory(2, 3);
            bits.add(factory.variable(0, 0.7)
                    .multiply(factory.variable(1, -1.2).exp())
                    .atan()
                    .getAllDerivatives());
            bits.add(new BracketingNthOrderBrentSolver(1e-12, 5).solve(100, x -> FastMath.cos(x) - x, 0, 1));
            bits.add(new GaussIntegratorFactory(20).legendre(12, 0, 2).integrate(FastMath::tanh));
            bits.add(Erf.erf(0.4), Erf.erfInv(0.3), FastMath.cbrt(7), FastMath.sinh(-1.5));
            return bits.add(LegendreEllipticIntegral.bigK(0.6), LegendreEllipticIntegral.bigE(0.3, 0.8))
                    .list();
        }
    }
}
