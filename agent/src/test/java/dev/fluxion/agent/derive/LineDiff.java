package dev.fluxion.agent.derive;

import java.util.List;

/** What has to be taken out of a text ({@code -}) and put into it ({@code +}) to make another. */
final class LineDiff {
    private LineDiff() {}

    static String between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> made = after.lines().toList();
        int[][] common = new int[old.size() + 1][made.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = made.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(made.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < made.size()) {
            if (i < old.size() && j < made.size() && old.get(i).equals(made.get(j))) {
                out.append("  ").append(old.get(i++)).append('\n');
                j++;
            } else if (j == made.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                out.append("- ").append(old.get(i++)).append('\n');
            } else {
                out.append("+ ").append(made.get(j++)).append('\n');
            }
        }
        return out.toString();
    }
}
