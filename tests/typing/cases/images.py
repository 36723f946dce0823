"""Pictures: editing, saving, panels, infilling, enlarging, faces, tiles, videos."""

from typing import assert_type

from invokegraph import Model, Output
from nodes_catalog import (
    ESRGAN,
    BoardField,
    BoundingBox,
    BoundingBoxField,
    CalculateImageTiles,
    CanvasPasteBack,
    Collect,
    Color,
    ColorField,
    ExtractVideoRange,
    FaceOff,
    Float,
    GroundingDino,
    Image,
    ImageBlur,
    ImageCollection,
    ImageCrop,
    ImageField,
    ImagePanelLayout,
    ImageResize,
    InfillColor,
    Integer,
    Iterate,
    LaMaInfill,
    LlavaOnevisionVllm,
    MergeTilesToImage,
    PairTileImage,
    SaveImage,
    SegmentAnything,
    SpandrelImageToImageAutoscale,
    TextLLM,
    Tile,
    TileToProperties,
    Video,
    VideoConcat,
    VideoField,
)

photo = Image(image=ImageField(image_name="photo.png"))
crop = ImageCrop(image=photo.image, x=0, width=photo.width)
resize = ImageResize(image=crop.image, width=512, resample_mode="lanczos")
blur = ImageBlur(image=resize.image, radius=Integer(value=4).value, blur_type="box")
saved = SaveImage(image=blur.image, board=BoardField(board_id="b"))
panel = ImagePanelLayout(width=photo.width, height=photo.height, num_cols=2)
crop.x = panel.x_left
pasted = CanvasPasteBack(source_image=photo.image, target_image=resize.image, mask=blur.image, mask_blur=4)
filled = InfillColor(image=photo.image, color=ColorField(r=0, g=0, b=0, a=255))
filled.color = Color().color
infilled = LaMaInfill(image=filled.image)
large = ESRGAN(image=infilled.image, model_name="RealESRGAN_x2plus.pth")
larger = SpandrelImageToImageAutoscale(image=large.image, image_to_image_model=Model("4x"), scale=2)
face = FaceOff(image=photo.image, minimum_confidence=0.4)
boxes = GroundingDino(image=photo.image, prompt="a hat", model="grounding-dino-tiny")
segment = SegmentAnything(image=photo.image, bounding_boxes=boxes.collection)
segment.bounding_boxes = [BoundingBox(x_max=9).bounding_box]
segment.bounding_boxes = [BoundingBoxField(x_min=0, x_max=9, y_min=0, y_max=9)]
tiles = CalculateImageTiles(image_width=photo.width)
one_tile = Iterate(collection=tiles.tiles)
place = TileToProperties(tile=one_tile.item)
pair = PairTileImage(image=photo.image, tile=one_tile.item)
merged = MergeTilesToImage(tiles_with_images=Collect(item=pair.tile_with_image).collection, blend_mode="Linear")
several = ImageCollection(images=[ImageField(image_name="a.png")])
several.collection = [photo.image, crop.image]
video = Video(video=VideoField(video_name="v.mp4"))
part = ExtractVideoRange(video=video.video, start_frame=Integer(value=3).value)
joined = VideoConcat(videos=[video.video, part.video], transition="crossfade", fps=24)
described = LlavaOnevisionVllm(images=photo.image, prompt="what is it?")
described.images = several.collection
answer = TextLLM(prompt=described.value, max_tokens=80)

assert_type(saved.image, Output[ImageField])
assert_type(one_tile.item, Output[Tile])
assert_type(boxes.collection, Output[list[BoundingBoxField]])
assert_type(part.fps, Output[float])
assert_type(joined.fps, Output[float])
assert_type(answer.value, Output[str])

crop.image = photo.width  # wrong: int to image
crop.width = photo.image  # wrong: image to int
ImageCrop(img=photo.image)  # wrong: no such input
photo.image = "photo.png"  # wrong: text to image
photo.image = {"image_name": "photo.png"}  # wrong: a dict to image
resize.resample_mode = "cubic"  # wrong: no such mode
saved.image = several.collection  # wrong: a list to one image
saved.board = "b"  # wrong: text to board
panel.x_left = 0  # wrong: an output
panel.num_cols = 2.5  # wrong: float to int
CanvasPasteBack(mask=segment.mask)  # wrong: tensor to image
filled.color = "black"  # wrong: text to colour
ColorField(r=0, g=0, b=0)  # wrong: a part is missing
infilled.image = face.x  # wrong: int to image
large.model_name = "RealESRGAN_x8plus.pth"  # wrong: no such model
larger.scale = "2x"  # wrong: text to float
face.mask = photo.image  # wrong: an output
segment.bounding_boxes = BoundingBox().bounding_box  # wrong: one box to boxes
segment.model = "sam"  # wrong: no such model
boxes.prompt = Integer(value=1).value  # wrong: a required text takes str only
place.tile = tiles.tiles  # wrong: a list to one tile
merged.tiles_with_images = [one_tile.item]  # wrong: tiles without images
merged.tiles_with_images = pair.tile_with_image  # wrong: one tile to tiles
several.collection = ["a.png"]  # wrong: texts to images
several.images = [photo.image]  # wrong: takes values only
video.video = ImageField(image_name="v.png")  # wrong: image to video
joined.videos = [video.video, photo.image]  # wrong: one of two is no video
joined.fps = Float(value=24.0).value  # wrong: float to int
joined.videos = video.video  # wrong: one video to videos
described.images = video.video  # wrong: video to images
answer.max_tokens = answer.value  # wrong: str to int
TextLLM(model=Model("phi"))  # wrong: the input is text_llm_model
