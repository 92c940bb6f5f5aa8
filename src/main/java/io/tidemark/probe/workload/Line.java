package io.tidemark.probe.workload;

import java.util.List;

/**
 * The straight line through measured points, by least squares of relative deviations: timings scatter in proportion to
 * their size, and plain squares would let the largest one decide alone (weights 1/y²; Bevington and Robinson, Data
 * Reduction and Error Analysis, 2003, chapter 6).
 *
 * @param fixed what is there at size 0
 * @param slope what each further unit adds
 * @param fit share of the (weighted) variance that the line explains, R²; 1 when every point lies on it
 */
record Line(double fixed, double slope, double fit) {

    /** @param y greater than 0 */
    record Point(double x, double y) {

        double weight() {
            return 1 / (y * y);
        }
    }

    /** @param points two different sizes at the least */
    static Line through(List<Point> points) {
        double weights = points.stream().mapToDouble(Point::weight).sum();
        double meanX = points.stream().mapToDouble(p -> p.weight() * p.x).sum() / weights;
        double meanY = points.stream().mapToDouble(p -> p.weight() * p.y).sum() / weights;
        double spread = points.stream().mapToDouble(p -> p.weight() * square(p.x - meanX)).sum();
        double shared = points.stream().mapToDouble(p -> p.weight() * (p.x - meanX) * (p.y - meanY)).sum();
        double slope = shared / spread;
        double fixed = meanY - slope * meanX;
        double variance = points.stream().mapToDouble(p -> p.weight() * square(p.y - meanY)).sum();
        double left = points.stream().mapToDouble(p -> p.weight() * square(p.y - fixed - slope * p.x)).sum();
        return new Line(fixed, slope, variance == 0 ? 1 : Math.max(0, 1 - left / variance));
    }

    private static double square(double value) {
        return value * value;
    }
}
