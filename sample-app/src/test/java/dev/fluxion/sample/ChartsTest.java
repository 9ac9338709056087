package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void drawWithoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void lossCurvesAreWrittenAsPng() throws IOException {
        Path file = folder.resolve("loss.png");

        Charts.lossCurves(file, "title", "epoch", Map.of("training", List.of(1.0, 0.1, 0.05)));

        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(800, picture.getWidth());
        assertEquals(600, picture.getHeight());
    }

    @Test
    void theFirstClassIsAtTheTopLeft() throws IOException {
        Path file = folder.resolve("confusion.png");
        DataSet data = new DataSet(new double[4][1], new int[] {0, 0, 0, 1}, List.of("a", "b"));

        Charts.confusion(file, "title", ConfusionMatrix.of(data, new int[] {0, 0, 0, 0}));

        BufferedImage picture = ImageIO.read(file.toFile());
        assertNotEquals(Color.WHITE.getRGB(), picture.getRGB(200, 100));
        assertEquals(Color.WHITE.getRGB(), picture.getRGB(700, 100));
        assertEquals(Color.WHITE.getRGB(), picture.getRGB(700, 450));
    }

    @Test
    void everyClassHasItsLabelAndOnlyCountsThatAreNotZeroAreWritten() throws IOException {
        Path file = folder.resolve("confusion.png");
        int classes = 10;
        int[] each = IntStream.range(0, classes).toArray();
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();

        Charts.confusion(file, "title", ConfusionMatrix.of(new DataSet(new double[classes][1], each, names), each));

        BufferedImage picture = ImageIO.read(file.toFile());
        int top = 34;
        int height = 514 / classes;
        for (int row = 0; row < classes; row++) {
            assertTrue(hasInk(picture, new Rectangle(24, top + row * height, 14, height)), "label " + row);
        }
        Rectangle besideTheDiagonal = new Rectangle(150, top + 4, 600, height - 8);
        assertFalse(hasInk(picture, besideTheDiagonal));
    }

    private static boolean hasInk(BufferedImage picture, Rectangle area) {
        for (int x = area.x; x < area.x + area.width; x++) {
            for (int y = area.y; y < area.y + area.height; y++) {
                if (new Color(picture.getRGB(x, y)).getGreen() < 100) {
                    return true;
                }
            }
        }
        return false;
    }
}
