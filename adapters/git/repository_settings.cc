#include "adapters/git/repository_settings.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "adapters/git/handle.h"

namespace rebisect {
namespace {

struct Reading {
  RepositorySettings settings;
  std::string broken = {};  // the first key whose value cannot be read
};

void read_boolean(const git_config_entry& entry, bool& into, std::string& broken) {
  int value = 0;
  if (git_config_parse_bool(&value, entry.value) == 0) {
    into = value != 0;
  } else if (broken.empty()) {
    broken = std::string(entry.name) + " is no boolean: " + entry.value;
  }
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

int read_entry(const git_config_entry* entry, void* payload) {
  Reading& reading = *static_cast<Reading*>(payload);
  RepositorySettings& settings = reading.settings;
  const std::string_view name = entry->name;
  const std::string value = in_lower_case(entry->value == nullptr ? "" : entry->value);
  const bool promises = name.starts_with("remote.") && name.ends_with(".promisor");
  if (promises || name == "extensions.partialclone") settings.partial_clone = true;
  if (name == "core.usereplacerefs") read_boolean(*entry, settings.replace_refs, reading.broken);
  if (name == "core.commitgraph") read_boolean(*entry, settings.commit_graph, reading.broken);
  if (name == "extensions.objectformat") settings.object_format = value;
  if (name == "extensions.refstorage") settings.ref_storage = value;
  return 0;
}

}  // namespace

Result<RepositorySettings> read_repository_settings(git_repository* repository) {
  REBISECT_TRY(const auto config, adopt<ConfigHandle>("cannot read its configuration",
                                                      git_repository_config_snapshot, repository));
  // Without a pattern: libgit2 1.5.1 leaks where a pattern does not match.
  Reading reading;
  if (git_config_foreach(config.get(), &read_entry, &reading) < 0) {
    return tl::unexpected(git_error_now("cannot read its configuration"));
  }
  if (!reading.broken.empty()) {
    return fail(ErrorCode::repository, "its configuration is broken: " + reading.broken);
  }
  // Any value, as in git's replace-object.c.
  if (std::getenv("GIT_NO_REPLACE_OBJECTS") != nullptr) reading.settings.replace_refs = false;
  return reading.settings;
}

}  // namespace rebisect
