export interface GuideSlice {
  readonly isGuideOpen: boolean;
}

export const guideSlice: GuideSlice = { isGuideOpen: false };
