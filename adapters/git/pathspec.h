// Pathspec: what git takes for the paths of `git bisect start ... -- PATHS`, typed at the top of the work
// tree.
//
// Understood: paths and folders; the wildcards * ? [...] and \, where * also fits slashes; and the magic
// words top, literal, glob (* stops at slashes, ** does not), icase and exclude, in their long and short
// forms. Other magic words and odd patterns are refused by name. As in git's pathspec.c, tree-walk.c and
// gitglossary(7).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace rebisect {

class Pathspec {
 public:
  enum class Leaf { file, submodule };

  // Fails (usage) where one of the texts is none of the above, naming it. Paths that only exclude have "all"
  // before them.
  static Result<Pathspec> parse(const std::vector<std::string>& texts);

  // Does none of the texts include anything?
  bool only_excludes() const { return only_excludes_; }
  // Is the file (or link, or submodule) at this path meant? Slashes between names, none in front. O(paths),
  // with wildcards as fnmatch().
  bool matches(std::string_view path, Leaf leaf) const;
  // False where nothing in the folder can be meant; may be true where nothing is.
  bool may_match_in(std::string_view folder) const;

 private:
  struct Item {
    std::string path;  // without a slash at its end; empty: everything
    bool folder = false;
    bool exclude = false;
    bool ignore_case = false;
    bool glob = false;
    bool wild = false;
  };

  static Result<Item> parse_item(const std::string& text);
  static bool fits(const Item& item, std::string_view path, Leaf leaf);

  std::vector<Item> items_;
  bool only_excludes_ = false;
};

}  // namespace rebisect
