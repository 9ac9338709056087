package dev.fluxion.benchmarks.jacobians;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import java.util.Map;

/**
 * Where a camera sees a point, as in bundle adjustment: by the camera's position, three angles, the point, focal lengths, principal
 * point and two coefficients of radial distortion.
 */
final class CameraProjection implements JacobianProgram {
    static double[] project(double[] p) {
        double ca = Math.cos(p[3]);
        double sa = Math.sin(p[3]);
        double cb = Math.cos(p[4]);
        double sb = Math.sin(p[4]);
        double cc = Math.cos(p[5]);
        double sc = Math.sin(p[5]);
        double y1 = ca * p[7] - sa * p[8];
        double z1 = sa * p[7] + ca * p[8];
        double x2 = cb * p[6] + sb * z1;
        double z2 = -sb * p[6] + cb * z1;
        double x3 = cc * x2 - sc * y1;
        double y3 = sc * x2 + cc * y1;
        double u = (x3 + p[0]) / (z2 + p[2]);
        double v = (y3 + p[1]) / (z2 + p[2]);
        double r2 = u * u + v * v;
        double distortion = 1 + r2 * (p[13] + p[14] * r2);
        return new double[] {p[9] * u * distortion + p[11], p[10] * v * distortion + p[12]};
    }

    @JacobianOf("project")
    static double[] automatic(double[] p, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "project", mode = Mode.FORWARD)
    static double[] forward(double[] p, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "project", mode = Mode.REVERSE)
    static double[] reverse(double[] p, double[][] jacobian) {
        return Fluxion.derived();
    }

    static double[] byHand(double[] p, double[][] jacobian) {
        double ca = Math.cos(p[3]);
        double sa = Math.sin(p[3]);
        double cb = Math.cos(p[4]);
        double sb = Math.sin(p[4]);
        double cc = Math.cos(p[5]);
        double sc = Math.sin(p[5]);
        double y1 = ca * p[7] - sa * p[8];
        double z1 = sa * p[7] + ca * p[8];
        double x2 = cb * p[6] + sb * z1;
        double z2 = -sb * p[6] + cb * z1;
        double x3 = cc * x2 - sc * y1;
        double y3 = sc * x2 + cc * y1;
        double depth = z2 + p[2];
        double u = (x3 + p[0]) / depth;
        double v = (y3 + p[1]) / depth;
        double r2 = u * u + v * v;
        double distortion = 1 + r2 * (p[13] + p[14] * r2);
        double slope = 2 * (p[13] + 2 * p[14] * r2);
        double[] pixel = {
            p[9] * (distortion + slope * u * u) / depth,
            p[9] * slope * u * v / depth,
            p[10] * slope * u * v / depth,
            p[10] * (distortion + slope * v * v) / depth
        };
        along(jacobian, 0, pixel, 1, 0);
        along(jacobian, 1, pixel, 0, 1);
        along(jacobian, 2, pixel, -u, -v);
        double dx = cc * sb * y1 + sc * z1;
        double dy = sc * sb * y1 - cc * z1;
        along(jacobian, 3, pixel, dx - u * cb * y1, dy - v * cb * y1);
        along(jacobian, 4, pixel, cc * z2 + u * x2, sc * z2 + v * x2);
        along(jacobian, 5, pixel, -y3, x3);
        along(jacobian, 6, pixel, cc * cb + u * sb, sc * cb + v * sb);
        along(jacobian, 7, pixel, cc * sb * sa - sc * ca - u * cb * sa, sc * sb * sa + cc * ca - v * cb * sa);
        along(jacobian, 8, pixel, cc * sb * ca + sc * sa - u * cb * ca, sc * sb * ca - cc * sa - v * cb * ca);
        set(jacobian, 9, u * distortion, 0);
        set(jacobian, 10, 0, v * distortion);
        set(jacobian, 11, 1, 0);
        set(jacobian, 12, 0, 1);
        set(jacobian, 13, p[9] * u * r2, p[10] * v * r2);
        set(jacobian, 14, p[9] * u * r2 * r2, p[10] * v * r2 * r2);
        return new double[] {p[9] * u * distortion + p[11], p[10] * v * distortion + p[12]};
    }

    private static void along(double[][] jacobian, int column, double[] pixel, double dx, double dy) {
        set(jacobian, column, pixel[0] * dx + pixel[1] * dy, pixel[2] * dx + pixel[3] * dy);
    }

    private static void set(double[][] jacobian, int column, double first, double second) {
        jacobian[0][column] = first;
        jacobian[1][column] = second;
    }

    @Override
    public String name() {
        return "camera projection";
    }

    @Override
    public int rows() {
        return 2;
    }

    @Override
    public double[] point() {
        return new double[] {0.1, 0.2, 5, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 500, 510, 320, 240, 0.01, 0.002};
    }

    @Override
    public double[] value(double[] x) {
        return project(x);
    }

    @Override
    public Map<String, Way> byFluxion() {
        return JacobianPrograms.ways(CameraProjection::automatic, CameraProjection::forward, CameraProjection::reverse);
    }

    @Override
    public Way byHand() {
        return CameraProjection::byHand;
    }
}
