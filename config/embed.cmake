# Writes OUTPUT, a C++ source with the text of INPUT: cmake -DINPUT=... -DOUTPUT=... -P embed.cmake
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}" "#include \"config/defaults_text.h\"

namespace rebisect {

std::string_view defaults_text() {
  return R\"yaml(${text})yaml\";
}

}  // namespace rebisect
")
